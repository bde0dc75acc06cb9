import EngineCore

extension ServerConnection {
  /// Sends a whole answer.
  func send(
    status: Int, headers: [HTTPField], body: [UInt8], exchange: Int
  ) async throws(HTTPServerError) {
    try begin(status: status, headers: headers, exchange: exchange)
    if !body.isEmpty { try await write(body, exchange: exchange) }
    try finish(exchange: exchange)
  }

  /// Takes the head of the answer. It leaves with the first part of the body, or as soon as nothing else
  /// is ready to run: one packet less for short answers.
  func begin(status: Int, headers: [HTTPField], exchange: Int) throws(HTTPServerError) {
    try check(exchange)
    guard case .notBegun = answer, let request else { throw .alreadyAnswered }
    let framing = try AnswerFraming(
      status: status, headers: headers, answering: request, mayKeepAlive: mayKeepAlive)
    answer = .begun(framing, isHeadSent: false)
    loop.atTurnEnd { self.sendHead(of: exchange) }
  }

  /// Sends a part of the body and waits until the client can take more.
  func write(_ bytes: [UInt8], exchange: Int) async throws(HTTPServerError) {
    try check(exchange)
    guard case .begun(var framing, let isHeadSent) = answer else { throw .alreadyAnswered }
    let framed = try framing.frame(bytes)
    answer = .begun(framing, isHeadSent: true)
    try transmit(isHeadSent ? framed : framing.head + framed)
    while channel.unsentCount > Self.highWater {
      switch await loop.wait(
        for: loop.enlist(&drainWaiters), limit: settings.writeStallLimit)
      {
      case .signalled: try check(exchange)
      case .cancelled:
        try check(exchange)
        throw .cancelled
      case .timedOut:
        end(.stalled, reset: true)
        throw .stalled
      }
    }
  }

  /// Sends the end of the answer.
  func finish(exchange: Int) throws(HTTPServerError) {
    try check(exchange)
    guard case .begun(let framing, let isHeadSent) = answer else { throw .alreadyAnswered }
    let last: [UInt8]
    do { last = try framing.end() } catch {
      end(.wrongLength, cancels: false)
      throw error
    }
    answer = .finished(keepsAlive: framing.keepsAlive)
    try transmit(isHeadSent ? last : framing.head + last)
  }

  /// Cuts the connection.
  func abort(exchange: Int, reset: Bool) {
    guard (try? check(exchange)) != nil else { return }
    if case .begun = answer, !reset { sendHead(of: exchange) }
    end(.alreadyAnswered, reset: reset, cancels: false)
  }

  /// Gives the raw connection away.
  func takeOver(exchange: Int) throws(HTTPServerError) -> ByteStream {
    try check(exchange)
    guard case .notBegun = answer else { throw .alreadyAnswered }
    let (descriptor, unsent) = channel.detach()
    let stream = ByteStream(descriptor, on: loop)
    let received = parser.takeRest()
    phase = .takenOver(stream)
    stream.assumeIsolated { $0.begin(received: received, unsent: unsent) }
    return stream
  }

  /// Completes the answer of a handler that returned or failed.
  func complete(_ failure: (any Error)?) {
    switch answer {
    case .finished: return
    case .notBegun:
      let (status, detail) = ErrorAnswer.status(for: failure)
      guard (try? transmit(ErrorAnswer.bytes(status: status, detail: detail))) != nil else {
        return
      }
      answer = .finished(keepsAlive: false)
    case .begun where failure == nil: try? finish(exchange: exchange)
    case .begun: abort(exchange: exchange, reset: false)
    }
  }

  /// Throws unless the request is the one that is being served.
  func check(_ exchange: Int) throws(HTTPServerError) {
    if case .closed(let reason) = phase { throw reason }
    guard case .serving = phase, exchange == self.exchange else { throw .alreadyAnswered }
  }

  /// Hands bytes to the channel.
  func transmit(_ bytes: [UInt8]) throws(HTTPServerError) {
    guard bytes.isEmpty || channel.send(bytes) else {
      end(.clientLeft)
      throw .clientLeft
    }
  }

  private func sendHead(of exchange: Int) {
    guard (try? check(exchange)) != nil, case .begun(let framing, isHeadSent: false) = answer else {
      return
    }
    answer = .begun(framing, isHeadSent: true)
    try? transmit(framing.head)
  }
}

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
