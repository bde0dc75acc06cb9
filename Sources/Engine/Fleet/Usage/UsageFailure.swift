import EngineCore

/// Why one attempt gave no reading, and what follows from it.
struct UsageFailure: Error {
  /// What follows beside telling it.
  enum Consequence {
    /// Nothing.
    case none
    /// The credentials were refused: newer ones may do.
    case unauthorized
    /// The account is refused: everybody should know.
    case blocked(reason: String)
    /// Only swop's own client failed: another may succeed.
    case otherClientMaySucceed
    /// Whoever found it has told it: the keeper of tokens tells the end of a session once.
    case toldAlready
    /// Nobody waits any more.
    case cancelled
  }

  /// What is told and stored.
  let report: ErrorReport
  /// What follows.
  let consequence: Consequence
  /// When the server wants to be asked again.
  let retryAt: Date?

  /// A failure of its parts.
  init(_ error: some EngineError, _ consequence: Consequence = .none, retryAt: Date? = nil) {
    report = error.report
    self.consequence = consequence
    self.retryAt = retryAt
  }

  /// What an answer that never came means.
  init(_ error: HTTPError, of label: String, limit: Duration) {
    let sentence = error.message
    let detail = sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    let network = ReadingError.network(label: label, detail: detail)
    switch error {
    case .timedOutConnecting, .timedOutAfterSending:
      self.init(ReadingError.timedOut(label: label, seconds: limit / .seconds(1)))
    case .tooLarge, .malformed:
      self.init(
        ReadingError.unreadable(label: label, detail: detail), .otherClientMaySucceed)
    case .insecure, .unavailable: self.init(network, .otherClientMaySucceed)
    case .unresolved, .unreachable, .cut: self.init(network)
    case .cancelled: self.init(network, .cancelled)
    }
  }

  /// What missing credentials mean.
  init(_ error: CredentialError) {
    switch error {
    case .cancelled: self.init(error, .cancelled)
    case .expired: self.init(error, .toldAlready)
    case .codexOnly: self.init(error, .otherClientMaySucceed)
    case .missing, .unreadable, .denied, .busy, .unavailable, .notStored: self.init(error, .none)
    }
  }

  /// Whether nothing is left to tell.
  var isToldAlready: Bool {
    if case .toldAlready = consequence { true } else { false }
  }

  /// Whether the credentials were refused.
  var isUnauthorized: Bool {
    if case .unauthorized = consequence { true } else { false }
  }
}
