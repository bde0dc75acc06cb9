package import EngineCore

/// A run that is over.
package struct LaunchedRun: Hashable, Sendable {
  /// How codex ended.
  package let end: ProcessEnd
  /// Its number; that of the repetition if there was one.
  package let run: RunID
  /// Whether codex failed because the session is dead, and nobody renewed it.
  package let isExpired: Bool

  /// A run of its parts.
  package init(end: ProcessEnd, run: RunID, isExpired: Bool) {
    self.end = end
    self.run = run
    self.isExpired = isExpired
  }
}
