import EngineKernel
import EngineWorkspace

/// `swop workspace start`.
enum WorkspaceStartCommand {
  static let definition = CommandDefinition(
    "start", summary: "Start a stopped workspace", action: run
  ).with {
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [WorkspaceOptions.engine, .output]
    $0.examples = [.init("swop workspace start demo", "start it again")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let workspace = try await workspaces.start(invocation.required("NAME"))
    invocation.conclude(
      "\(PrintableText.sanitized(workspace.name)) runs.",
      WorkspaceJSON.state(workspace, command: "start", engine: workspaces.engine))
    return 0
  }
}
