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
