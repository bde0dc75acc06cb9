import Engine
import EngineCore
import TUI

/// The workspaces of this machine, or samples, as the dashboard's panel lists and handles them.
struct LiveWorkspaces: DashboardWorkspaces {
  /// Finds the engine anew each time: one may be installed or started while the dashboard is open.
  let door: @Sendable () async throws -> any WorkspaceDoor

  func list() async throws -> [WorkspacePanel.Entry] {
    try await door().list().workspaces.map { workspace in
      WorkspacePanel.Entry(
        name: workspace.name, repository: workspace.repository,
        isRunning: workspace.state == .running, status: workspace.state.rawValue,
        account: workspace.account)
    }
  }

  func start(_ name: String) async throws { _ = try await door().start(name) }

  func stop(_ name: String) async throws { _ = try await door().stop(name) }

  func shell(_ name: String) async throws {
    _ = try await door().run(nil, in: name, hasTerminal: true)
  }
}
