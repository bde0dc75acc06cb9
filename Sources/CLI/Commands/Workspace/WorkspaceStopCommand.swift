import EngineKernel
import EngineWorkspace

/// `swop workspace stop`.
enum WorkspaceStopCommand {
  static let definition = CommandDefinition(
    "stop", summary: "Stop a workspace and keep it", action: run
  ).with {
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [WorkspaceOptions.engine, .output]
    $0.examples = [.init("swop workspace stop demo", "stop it")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let workspace = try await workspaces.stop(invocation.required("NAME"))
    invocation.conclude(
      "\(PrintableText.sanitized(workspace.name)) is stopped.",
      WorkspaceJSON.state(workspace, command: "stop", engine: workspaces.engine))
    return 0
  }
}
