package import EngineCore

/// The answer to one request. Every write goes out at once and returns when the client can take more.
package struct ServerResponse: Sendable {
  private let connection: ServerConnection
  private let exchange: Int

  init(connection: ServerConnection, exchange: Int) {
    self.connection = connection
    self.exchange = exchange
  }

  /// Sends a whole answer.
  ///
  /// - Throws: As `begin` and `write`.
  package func send(
    status: Int, headers: [HTTPField] = [], body: some Collection<UInt8> & Sendable = [UInt8]()
  ) async throws(HTTPServerError) {
    let length = HTTPField("Content-Length", String(body.count))
    let headers = headers.filter { !$0.isNamed("content-length") } + [length]
    try await connection.send(
      status: status, headers: headers, body: Array(body), exchange: exchange)
  }

  /// Begins a streamed answer. A `Content-Length` among the headers fixes its length; without one it is
  /// chunked. `Transfer-Encoding` and `Connection` are the server's own and ignored.
  ///
  /// - Throws: `HTTPServerError.alreadyAnswered`, `.invalidField`, `.clientLeft`, `.stopped`.
  package func begin(status: Int, headers: [HTTPField] = []) async throws(HTTPServerError) {
    try await connection.begin(status: status, headers: headers, exchange: exchange)
  }

  /// Sends a part of the body.
  ///
  /// - Throws: `HTTPServerError.clientLeft`, `.stopped`, `.stalled`, `.cancelled`, `.wrongLength`, and
  ///   `.alreadyAnswered` unless the answer is begun and not finished.
  package func write(_ bytes: some Sequence<UInt8> & Sendable) async throws(HTTPServerError) {
    try await connection.write(Array(bytes), exchange: exchange)
  }

  /// Ends the answer.
  ///
  /// - Throws: As `write`; `.wrongLength` when fewer bytes were written than announced, which cuts the
  ///   connection.
  package func finish() async throws(HTTPServerError) {
    try await connection.finish(exchange: exchange)
  }

  /// Cuts the connection where it stands: no end of the body, no answer at all if none was begun.
  ///
  /// - Parameter reset: Whether the client sees a reset and loses what was still on its way.
  package func abort(reset: Bool = false) async {
    await connection.abort(exchange: exchange, reset: reset)
  }

  /// Answers 101 and hands over the raw connection, which is closed when the handler returns.
  ///
  /// - Parameter headers: All fields, `Upgrade` and `Connection` among them.
  /// - Returns: The connection, with what the client already sent.
  /// - Throws: As `begin`.
  package func upgrade(headers: [HTTPField]) async throws(HTTPServerError) -> ByteStream {
    var head = "HTTP/1.1 101 \(StatusText.text(101))\r\n"
    for field in headers {
      try AnswerFraming.check(field)
      head += field.name + ": " + field.value + "\r\n"
    }
    let stream = try await takeOver()
    try await stream.write((head + "\r\n").utf8)
    return stream
  }

  /// Hands over the raw connection without an answer, for what is not HTTP as it should be. It is closed
  /// when the handler returns.
  ///
  /// - Throws: `HTTPServerError.alreadyAnswered`, `.clientLeft`, `.stopped`.
  package func takeOver() async throws(HTTPServerError) -> ByteStream {
    try await connection.takeOver(exchange: exchange)
  }
}
