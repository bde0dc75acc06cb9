/// The containers as the dashboard lists and handles them.
package protocol DashboardWorkspaces: Sendable {
  /// All of them.
  func list() async throws -> [WorkspacePanel.Entry]

  /// Starts one.
  func start(_ name: String) async throws

  /// Stops one.
  func stop(_ name: String) async throws

  /// Opens a shell in one, on this terminal, and waits for its end.
  func shell(_ name: String) async throws
}
