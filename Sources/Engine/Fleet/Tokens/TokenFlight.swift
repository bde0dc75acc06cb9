import EngineCore

/// One renewal in progress, and the callers in this process that wait for it.
struct TokenFlight {
  /// What came of it.
  typealias Outcome = Result<Credentials, CredentialError>

  private var waiters: [AsyncStream<Outcome>.Continuation] = []

  /// Adds a caller. Its stream gives the outcome, or ends without one when the caller is cancelled: the
  /// renewal itself goes on, because a token that was bought must be stored.
  mutating func join() -> AsyncStream<Outcome> {
    let (stream, continuation) = AsyncStream<Outcome>.makeStream()
    waiters.append(continuation)
    return stream
  }

  /// Hands the outcome to everybody.
  func land(_ outcome: Outcome) {
    for waiter in waiters {
      waiter.yield(outcome)
      waiter.finish()
    }
  }
}
