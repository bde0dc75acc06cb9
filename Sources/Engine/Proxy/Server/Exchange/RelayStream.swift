import EngineCore
import EngineHTTP
import EngineProxyPolicy

/// Passes an answer on as it comes, and reads along.
///
/// A class for one request: its parts share what was passed on so far.
final class RelayStream {
  private let tools: RelayTools
  private let response: ServerResponse
  private let number: RequestNumber
  private let answer: OpenAnswer
  private let isTurn: Bool
  private let body: KeptBody
  private var scan = EventStreamScan()
  private var hasBegun = false
  private var isSettled = false
  private var hasToldFailure = false
  private var toldReading: QuotaReading?

  /// The answer to a request; `isTurn` says whether it is the event stream of a turn.
  init(
    tools: RelayTools, response: ServerResponse, number: RequestNumber, answer: OpenAnswer,
    isTurn: Bool, body: KeptBody
  ) {
    self.isTurn = isTurn
    self.body = body
    self.tools = tools
    self.response = response
    self.number = number
    self.answer = answer
  }

  /// Passes it on.
  ///
  /// - Returns: What to do instead, if nothing was passed on and the request moves; else nil.
  /// - Throws: `HTTPServerError` or `CancellationError` when the client left.
  func run() async throws -> Decision? {
    isTurn ? try await runTurn() : try await runPlain()
  }

  // MARK: - A turn

  private func runTurn() async throws -> Decision? {
    let time = tools.desk.surroundings.time
    let limit = await tools.desk.holdLimit(of: number)
    let deadline = limit.map { time.uptime() + $0 }
    if deadline == nil { scan = EventStreamScan(holds: false) }
    while true {
      let wait = scan.hasPassed ? nil : deadline.map { max(.zero, $0 - time.uptime()) }
      switch await answer.response.nextPart(within: wait) {
      case .bytes(let bytes)?:
        if let next = try await take(bytes, at: time.now()) { return next }
      case .late?: try await pass(scan.release())
      case .broken(let error)?:
        if error == .cancelled { throw CancellationError() }
        return try await broke(error.isTimeout ? .stalled : .cut)
      case nil:
        guard scan.hasEnded else { return try await broke(.cut) }
        return try await finish()
      }
    }
  }

  private func take(_ bytes: [UInt8], at now: Date) async throws -> Decision? {
    let verdict = scan.take(bytes, at: now)
    await learn()
    switch verdict {
    case .hold: break
    case .pass(let bytes): try await pass(bytes)
    case .failed(let failure):
      return await tools.desk.report(.failedInStream(failure), of: number)
    }
    if let failure = scan.lateFailure, !hasToldFailure {
      hasToldFailure = true
      _ = await tools.desk.report(.failedInStream(failure), of: number)
    }
    if scan.hasEnded { await settle() }
    return nil
  }

  private func learn() async {
    guard let reading = scan.reading, reading != toldReading,
      let account = await tools.desk.account(of: number)
    else { return }
    toldReading = reading
    await tools.desk.learn(reading, of: account)
  }

  /// The turn is over as far as deciding goes, although bytes may still follow.
  private func settle() async {
    guard !isSettled else { return }
    isSettled = true
    if hasToldFailure {
      // A turn that failed late was not a success, and cannot move: nothing more is learned.
      await tools.desk.leave(number)
    } else {
      _ = await tools.desk.report(.ended, of: number)
    }
  }

  private func finish() async throws -> Decision? {
    if !hasBegun { try await pass(scan.release()) }
    await settle()
    try await response.finish()
    return nil
  }

  /// Nothing more comes, although the turn is not over.
  private func broke(_ outcome: UpstreamOutcome) async throws -> Decision? {
    guard !isSettled else {
      // The answer was complete; only the connection did not end as it should.
      try await response.finish()
      return nil
    }
    let decision = await tools.desk.report(outcome, of: number)
    guard case .endStream = decision.step else { return decision }
    if !hasBegun { try await begin() }
    let isSilent = outcome == .stalled
    try await response.write(
      scan.ending(
        code: isSilent ? "upstream_stalled" : "upstream_cut",
        message: isSilent
          ? "The backend stalled in the middle of the answer."
          : "The backend closed the connection in the middle of the answer."))
    try await response.finish()
    return nil
  }

  // MARK: - Anything else

  private func runPlain() async throws -> Decision? {
    while true {
      switch await answer.response.nextPart() {
      case .bytes(let bytes)?: try await pass(bytes)
      case .late?: break
      case .broken(let error)?:
        if error == .cancelled { throw CancellationError() }
        let decision = await tools.desk.report(error.isTimeout ? .stalled : .cut, of: number)
        guard case .endStream = decision.step else { return decision }
        // No byte of ours may complete what is not complete.
        await response.abort()
        return nil
      case nil:
        if !hasBegun { try await begin() }
        _ = await tools.desk.report(.ended, of: number)
        try await response.finish()
        return nil
      }
    }
  }

  // MARK: - To the client

  private func pass(_ bytes: [UInt8]) async throws {
    if !hasBegun { try await begin() }
    try await response.write(bytes)
  }

  private func begin() async throws {
    hasBegun = true
    await tools.desk.outputBegan(number)
    body.release()
    let headers = RequestRewrite.answerHeaders(answer.response.headers)
    try await response.begin(
      status: answer.response.status,
      // A turn may get an event more than its length says.
      headers: isTurn ? headers.filter { $0.name.lowercased() != "content-length" } : headers)
  }
}

/// What comes next of an answer's body, or why nothing does.
enum UpstreamPart: Sendable {
  /// A part of the body.
  case bytes([UInt8])
  /// Nothing yet, for as long as was to be waited.
  case late
  /// The connection ended, or fell silent, before the end.
  case broken(HTTPError)
}

extension ClientResponse {
  /// The next part of the body, nil at its end.
  ///
  /// - Parameter limit: How long to wait, nil for as long as the request's limits allow.
  /// - Returns: What came, or why nothing does.
  func nextPart(within limit: Duration? = nil) async -> UpstreamPart? {
    do throws(HTTPError) {
      switch try await nextChunk(within: limit) {
      case .bytes(let bytes): return .bytes(bytes)
      case .late: return .late
      case .end: return nil
      }
    } catch {
      return .broken(error)
    }
  }
}
