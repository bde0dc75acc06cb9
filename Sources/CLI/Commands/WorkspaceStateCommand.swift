import Engine
import EngineCore

/// `swop workspace start` and `stop`.
enum WorkspaceStateCommand {
  static let start = CommandDefinition(
    "start", summary: "Start a stopped workspace",
    action: { try await change($0, "start", "runs") { try await $0.start($1) } }
  ).with {
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [WorkspaceOptions.engine, .output]
    $0.examples = [.init("swop workspace start demo", "start it again")]
  }

  static let stop = CommandDefinition(
    "stop", summary: "Stop a workspace and keep it",
    action: { try await change($0, "stop", "is stopped") { try await $0.stop($1) } }
  ).with {
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [WorkspaceOptions.engine, .output]
    $0.examples = [.init("swop workspace stop demo", "stop it")]
  }

  private static func change(
    _ invocation: Invocation, _ command: String, _ outcome: String,
    by change: (any WorkspaceDoor, String) async throws -> Workspace
  ) async throws -> Int32 {
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let workspace = try await change(workspaces, invocation.required("NAME"))
    invocation.conclude(
      "\(PrintableText.sanitized(workspace.name)) \(outcome).",
      WorkspaceJSON.state(workspace, command: command, engine: workspaces.engine))
    return 0
  }
}
