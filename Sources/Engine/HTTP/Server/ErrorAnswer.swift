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
