/// How far a sandbox is kept apart (spec: sandboxes, two modes).
package enum IsolationMode: String, Hashable, Sendable, Codable, CaseIterable {
  /// Configuration and conversations are shared with `~/.codex` by an explicit list.
  case relaxed
  /// Home folder, configuration and conversations are the sandbox's own.
  case strict
}
