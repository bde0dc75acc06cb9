/// What opening a tunnel came to.
package struct WorkspaceTunnel: Hashable, Sendable {
  /// The name of the workspace.
  package let workspace: String
  /// The tunnel's name.
  package let name: TunnelName
  /// Whether it goes on by itself.
  package let isDetached: Bool
  /// Whether it was open already.
  package let wasRunning: Bool
  /// Where it writes its log, in the container.
  package let logPath: String

  /// A tunnel of its parts.
  package init(
    workspace: String, name: TunnelName, isDetached: Bool, wasRunning: Bool, logPath: String
  ) {
    self.workspace = workspace
    self.name = name
    self.isDetached = isDetached
    self.wasRunning = wasRunning
    self.logPath = logPath
  }
}
