import Engine
import EngineCore

/// `swop workspace exec`: a command inside.
enum WorkspaceExecCommand {
  static let definition = CommandDefinition(
    "exec", summary: "Run a command in a workspace", action: run
  ).with {
    $0.details = ["Its exit status comes back unchanged."]
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [WorkspaceOptions.engine]
    $0.restName = "COMMAND…"
    $0.examples = [
      .init("swop workspace exec demo -- codex exec 'fix the tests'", "run one task of codex")
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let command = invocation.command
    guard !command.rest.isEmpty else {
      throw UsageError.missing(name: "COMMAND", path: command.path)
    }
    let environment = invocation.environment
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let end = try await workspaces.run(
      command.rest, in: invocation.required("NAME"),
      hasTerminal: environment.input.isTerminal && environment.output.isTerminal)
    return end.status
  }
}
