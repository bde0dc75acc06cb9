package import EngineCore

/// A request that arrived, with its body as a stream. A class: its handler passes it on.
package final class ServerRequest: Sendable {
  /// Its head.
  let head: RequestHead
  /// Where it arrived, for servers that listen on several addresses.
  package let address: ServerAddress
  /// Who has the other end; `.unknown` where the settings do not ask for it.
  package let peer: ConnectionPeer
  private let connection: ServerConnection
  private let exchange: Int

  init(
    head: RequestHead, address: ServerAddress, peer: ConnectionPeer, connection: ServerConnection,
    exchange: Int
  ) {
    self.head = head
    self.address = address
    self.peer = peer
    self.connection = connection
    self.exchange = exchange
  }

  /// `GET`, `POST` and so on.
  package var method: String { head.method }
  /// What is asked for, as written.
  package var target: String { head.target }
  /// The path without the query, still percent-encoded.
  var path: String { head.path }
  /// What follows the first `?`, nil without one.
  var query: String? { head.query }
  /// The header fields in their order.
  package var headers: [HTTPField] { head.headers }

  /// Says that this request showed who sends it: from now on its connection gives way to no other.
  package func markProven() async { await connection.markProven(exchange: exchange) }

  /// The next part of the body, nil at its end. The client has to wait while no one asks.
  ///
  /// - Throws: `HTTPServerError.bodyTooLarge`, `.malformed`, `.stalled`, `.clientLeft`, `.stopped`,
  ///   `.cancelled`.
  package func nextChunk() async throws(HTTPServerError) -> [UInt8]? {
    try await connection.nextChunk(of: exchange)
  }

  /// The whole body.
  ///
  /// - Parameter limit: How many bytes it may have.
  /// - Returns: Its bytes, none for a request without a body.
  /// - Throws: As `nextChunk`; `.bodyTooLarge` also for this limit.
  package func collect(limit: Int = 16 << 20) async throws(HTTPServerError) -> Data {
    var whole = Data()
    while let chunk = try await nextChunk() {
      guard whole.count + chunk.count <= limit else { throw .bodyTooLarge(limit: limit) }
      whole.append(contentsOf: chunk)
    }
    return whole
  }

  /// Returns when the client has closed the connection, or the calling task is cancelled, which
  /// happens to the handler's own task when the client leaves.
  package func whenClientLeaves() async {
    await connection.waitForEnd(of: exchange)
  }
}

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
  func takeOver() async throws(HTTPServerError) -> ByteStream {
    try await connection.takeOver(exchange: exchange)
  }
}
