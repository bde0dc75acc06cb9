import EngineCore

/// What a caller wants from a session.
enum TokenDemand: Sendable {
  /// A token with time left.
  case ahead
  /// A token other than one that a server refused.
  case insteadOf(Redacted<String>)
  /// Proof that the session lives: a renewal in any case.
  case proof

  /// Whether credentials that somebody else's renewal gave are what is wanted. Proof only comes from a
  /// renewal of its own.
  func isMet(by credentials: Credentials) -> Bool {
    switch self {
    case .ahead: true
    case .proof: false
    case .insteadOf(let refused): credentials.accessToken != refused
    }
  }
}
