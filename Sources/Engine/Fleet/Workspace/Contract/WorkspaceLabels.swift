/// The labels on containers and volumes, which are the only memory there is of a workspace.
package enum WorkspaceLabels {
  /// Marks everything of ours.
  package static let marker = "dev.swop.workspace"
  /// Mark the containers of the launchers that were here before.
  package static let olderMarkers = ["codex-kit.workspace", "agent-kit.workspace"]
  /// Whatever marks a workspace, ours first.
  package static let markers = [marker] + olderMarkers
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
