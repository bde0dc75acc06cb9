package import EngineCore

/// What can be done with workspaces on one engine: `Workspaces` does it, `SampleWorkspaces` plays it.
package protocol WorkspaceDoor: Sendable {
  /// The engine behind it.
  var engine: ContainerEngineKind { get }
  /// All workspaces, also those of the older launcher.
  func list() async throws -> WorkspaceList
  /// Makes a workspace, or starts the one that has the name already.
  ///
  /// - Parameters:
  ///   - order: what to make.
  ///   - say: told of each step that takes long and of everything worth a warning.
  /// - Returns: The workspace, and whether it is new.
  /// - Throws: `WorkspaceError`, and what access to the accounts throws; nothing is left behind then.
  func create(
    _ order: WorkspaceOrder, say: @escaping @Sendable (WorkspaceNotice) async -> Void
  ) async throws -> WorkspaceCreation
  /// Starts a workspace; one that runs is left alone.
  func start(_ name: String) async throws -> Workspace
  /// Stops a workspace; one that is stopped is left alone.
  func stop(_ name: String) async throws -> Workspace
  /// Removes a workspace, its token, and its volumes unless they are to be kept.
  func remove(_ name: String, keepsVolumes: Bool) async throws -> WorkspaceRemoval
  /// Runs a command in a running workspace on this terminal; nil is a login shell.
  func run(
    _ command: [Argument]?, in name: String, hasTerminal: Bool
  ) async throws -> ProcessEnd
  /// Opens a VS Code tunnel; in the foreground it returns when the tunnel ends.
  func openTunnel(
    to name: String, named tunnel: TunnelName?, detached: Bool
  ) async throws -> WorkspaceTunnel
}
