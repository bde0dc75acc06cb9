import EngineCore

/// The head of an answer as bytes, and how its body is delimited. Pure.
struct AnswerFraming {
  private enum Body {
    case none
    case fixed(left: Int)
    case chunked
    case untilClose
  }

  private static let usualHeadSize = 1_024

  /// The head, ready to be sent.
  let head: [UInt8]
  /// Whether the connection can carry another request afterwards.
  let keepsAlive: Bool
  private var body: Body

  /// An answer to a request. A valid `Content-Length` among the headers sets the length; without one
  /// the body is chunked. `Transfer-Encoding` and `Connection` are the connection's own and not taken.
  ///
  /// - Throws: `HTTPServerError.invalidField`.
  init(
    status: Int, headers: [HTTPField], answering request: RequestHead, mayKeepAlive: Bool
  ) throws(HTTPServerError) {
    let length = headers.first { $0.isNamed("content-length") }.flatMap { Int($0.value) }
    let isBodiless = status < 200 || status == 204 || status == 304
    body =
      switch length {
      case _ where isBodiless || request.method == "HEAD": .none
      case let length?: .fixed(left: max(0, length))
      case nil: request.isVersion11 ? .chunked : .untilClose
      }
    var keepsAlive = mayKeepAlive && request.keepsAlive
    if case .untilClose = body { keepsAlive = false }
    self.keepsAlive = keepsAlive
    var head: [UInt8] = []
    head.reserveCapacity(Self.usualHeadSize)
    head += "HTTP/1.1 \(status) \(StatusText.text(status))\r\n".utf8
    for field in headers
    where !field.isNamed("transfer-encoding") && !field.isNamed("connection")
      && !field.isNamed("content-length")
    {
      try Self.check(field)
      head += field.name.utf8
      head += ": ".utf8
      head += field.value.utf8
      head += "\r\n".utf8
    }
    if let length, status >= 200, status != 204 {
      head += "Content-Length: \(max(0, length))\r\n".utf8
    }
    if case .chunked = body { head += "Transfer-Encoding: chunked\r\n".utf8 }
    if !keepsAlive {
      head += "Connection: close\r\n".utf8
    } else if !request.isVersion11 {
      head += "Connection: keep-alive\r\n".utf8
    }
    head += "\r\n".utf8
    self.head = head
  }

  /// Refuses a field that would break out of its line.
  static func check(_ field: HTTPField) throws(HTTPServerError) {
    var (name, value) = (field.name, field.value)
    guard !name.isEmpty, name.withUTF8({ $0.allSatisfy(FieldParser.isTokenByte) }),
      value.withUTF8({ $0.allSatisfy(FieldParser.isValueByte) })
    else { throw .invalidField(name: field.name) }
  }

  /// Body bytes as they go over the connection; empty for an answer without a body.
  ///
  /// - Throws: `HTTPServerError.wrongLength` when the body would be longer than announced.
  mutating func frame(_ bytes: [UInt8]) throws(HTTPServerError) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    switch body {
    case .none: return []
    case .untilClose: return bytes
    case .fixed(let left):
      guard bytes.count <= left else { throw .wrongLength }
      body = .fixed(left: left - bytes.count)
      return bytes
    case .chunked:
      var framed: [UInt8] = []
      framed.reserveCapacity(bytes.count + 20)
      framed += String(bytes.count, radix: 16).utf8
      framed += "\r\n".utf8
      framed += bytes
      framed += "\r\n".utf8
      return framed
    }
  }

  /// What ends the body.
  ///
  /// - Throws: `HTTPServerError.wrongLength` when the body is shorter than announced.
  func end() throws(HTTPServerError) -> [UInt8] {
    switch body {
    case .none, .untilClose: return []
    case .fixed(let left):
      guard left == 0 else { throw .wrongLength }
      return []
    case .chunked: return Array("0\r\n\r\n".utf8)
    }
  }
}

/// How far the answer to a request is.
enum AnswerState {
  /// Nothing was sent.
  case notBegun
  /// The head was taken, and is sent with the first part of the body or when nothing else is left to do.
  case begun(AnswerFraming, isHeadSent: Bool)
  /// Everything was sent.
  case finished(keepsAlive: Bool)

  /// Whether another request may follow on the connection.
  var keepsAlive: Bool {
    switch self {
    case .notBegun, .begun: false
    case .finished(let keepsAlive): keepsAlive
    }
  }
}

/// Answers the server itself gives: one sentence of text.
enum ErrorAnswer {
  /// A whole answer after which the connection is closed.
  static func bytes(status: Int, detail: String) -> [UInt8] {
    let body = text(status: status, detail: detail)
    let head =
      "HTTP/1.1 \(status) \(StatusText.text(status))\r\nContent-Type: text/plain; charset=utf-8\r\n"
      + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
    return Array((head + body).utf8)
  }

  /// The sentence.
  static func text(status: Int, detail: String) -> String {
    "\(StatusText.text(status)): \(detail).\n"
  }

  /// The status and the sentence for an error of a handler; nothing of a foreign error is told.
  static func status(for error: (any Error)?) -> (status: Int, detail: String) {
    switch error as? HTTPServerError {
    case .bodyTooLarge(let limit): (413, "the body is larger than \(limit) bytes")
    case .malformed(let detail): (400, detail)
    case .stalled: (408, "the request did not arrive in time")
    case .noEventLoop, .notLoopback, .cannotListen, .stopped, .clientLeft, .alreadyAnswered,
      .invalidField, .wrongLength, .cancelled, nil:
      (500, "the request could not be answered")
    }
  }
}

/// The words that follow a status; only people read them.
enum StatusText {
  private static let texts: [Int: String] = [
    100: "Continue", 101: "Switching Protocols", 200: "OK", 201: "Created", 202: "Accepted",
    204: "No Content", 206: "Partial Content", 301: "Moved Permanently", 302: "Found",
    304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
    400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 409: "Conflict",
    410: "Gone", 413: "Content Too Large", 415: "Unsupported Media Type",
    422: "Unprocessable Content", 426: "Upgrade Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error",
    501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout", 505: "HTTP Version Not Supported",
  ]

  /// The words for a status.
  static func text(_ status: Int) -> String {
    texts[status] ?? "Status"
  }
}
