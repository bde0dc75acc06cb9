extension ServerConnection {
  /// The next part of the request's body, nil at its end.
  ///
  /// - Throws: As `ServerRequest.nextChunk`.
  func nextChunk(of exchange: Int) async throws(HTTPServerError) -> [UInt8]? {
    while true {
      try check(exchange)
      if isBodyComplete { return nil }
      if let part = try nextPart() { return part.isEmpty ? nil : part }
      try sendContinue()
      let reason = await loop.wait(
        for: loop.enlist(&readWaiters), limit: settings.bodyStallLimit)
      switch reason {
      case .signalled: continue
      case .cancelled:
        try check(exchange)
        throw .cancelled
      case .timedOut: throw .stalled
      }
    }
  }

  // Empty at the end of the body, nil while more has to arrive.
  private func nextPart() throws(HTTPServerError) -> [UInt8]? {
    let event: RequestEvent?
    do throws(RequestParseError) { event = try parser.next() } catch {
      throw .malformed(detail: error.detail)
    }
    updateReading()
    switch event {
    case .body(let bytes)?:
      bodyCount += bytes.count
      guard bodyCount <= settings.bodyLimit else {
        throw .bodyTooLarge(limit: settings.bodyLimit)
      }
      return bytes
    case .end?:
      isBodyComplete = true
      return []
    case .head?, nil: return nil
    }
  }

  private func sendContinue() throws(HTTPServerError) {
    guard !hasSentContinue, request?.expectsContinue == true, case .notBegun = answer else {
      return
    }
    hasSentContinue = true
    try transmit(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
  }

  /// Returns when the connection has ended, another request follows, or the task is cancelled.
  func waitForEnd(of exchange: Int) async {
    while (try? check(exchange)) != nil {
      guard await loop.wait(for: loop.enlist(&endWaiters)) == .signalled else { return }
    }
  }
}
