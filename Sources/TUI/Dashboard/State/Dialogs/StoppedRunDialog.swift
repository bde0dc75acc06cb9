package import EngineCore

/// Codex was stopped with Ctrl-Z; Enter goes on with it, `y` ends it.
package struct StoppedRunDialog: Hashable, Sendable {
  /// The account's label.
  package var label: String
  /// The run, nil if it is not known.
  package var run: RunID?

  /// A question of its parts.
  package init(label: String, run: RunID? = nil) {
    self.label = label
    self.run = run
  }
}
