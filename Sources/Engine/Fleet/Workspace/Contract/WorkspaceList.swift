/// All workspaces of one engine, by name.
package struct WorkspaceList: Hashable, Sendable {
  /// The engine that was asked.
  package let engine: ContainerEngineKind
  /// The workspaces, sorted by name.
  package let workspaces: [Workspace]

  /// A list of its parts.
  package init(engine: ContainerEngineKind, workspaces: [Workspace]) {
    self.engine = engine
    self.workspaces = workspaces
  }
}
