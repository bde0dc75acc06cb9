/// The labels on containers and volumes, which are the only memory there is of a workspace.
package enum WorkspaceLabels {
  /// Marks everything of ours.
  package static let marker = "dev.swop.workspace"
  /// Marks the containers of the launcher that was here before.
  package static let olderMarker = "codex-kit.workspace"
  /// The name of the workspace, on its volumes.
  package static let name = marker + ".name"
  /// The repository as it was asked for.
  package static let repository = marker + ".repo"
  /// The folder of the repository in the container.
  package static let path = marker + ".path"
  /// The account it is bound to; missing for the pool.
  package static let account = marker + ".account"
  /// The name of its token for the proxy.
  package static let token = marker + ".token"
  /// A number of one creation, on everything it made, so that a failed one can be undone.
  package static let birth = marker + ".birth"
}
