import EngineCore

/// The account that a run takes.
struct Pick: Sendable {
  /// The account.
  let account: Account
  /// Why it was taken, one clause; nil if it was asked for by name.
  let reason: String?
  /// What to say before going on, one sentence each.
  let notices: [String]
}
