package import EngineCore

/// How a run ended.
package struct RunOutcome: Hashable, Sendable {
  /// How codex ended.
  package let end: ProcessEnd
  /// The account it ran on last.
  package let account: Account
  /// The run's number in the history.
  package let run: RunID
  /// Set when codex failed because the session has expired and it was not renewed.
  package let expired: Bool

  /// An outcome of its parts.
  package init(end: ProcessEnd, account: Account, run: RunID, expired: Bool) {
    self.end = end
    self.account = account
    self.run = run
    self.expired = expired
  }
}
