/// What a workspace's container does now.
package enum WorkspaceState: String, Hashable, Sendable, CaseIterable {
  case running
  case paused
  case stopped

  /// The state of an engine's word for it; whatever does not run can be started.
  package init(engineWord word: String) {
    switch word.lowercased() {
    case "running", "restarting": self = .running
    case "paused": self = .paused
    default: self = .stopped
    }
  }
}
