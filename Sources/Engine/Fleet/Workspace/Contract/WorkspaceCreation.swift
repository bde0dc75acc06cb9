/// What creating a workspace came to.
package struct WorkspaceCreation: Hashable, Sendable {
  /// The workspace as it is now.
  package let workspace: Workspace
  /// False when there was one of this name already, which was started as it is.
  package let isNew: Bool
  /// What is mounted of the host's secrets, nil for nothing.
  package let secrets: WorkspaceSecrets?
  /// The engine it lives in.
  package let engine: ContainerEngineKind

  /// A creation of its parts.
  package init(
    workspace: Workspace, isNew: Bool, secrets: WorkspaceSecrets?, engine: ContainerEngineKind
  ) {
    self.workspace = workspace
    self.isNew = isNew
    self.secrets = secrets
    self.engine = engine
  }
}
