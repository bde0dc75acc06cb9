import Engine
import EngineCore

/// `swop workspace shell`: a shell inside.
enum WorkspaceShellCommand {
  static let definition = CommandDefinition(
    "shell", summary: "Open a shell in a workspace", action: run
  ).with {
    $0.positionals = [WorkspaceOptions.name]
    $0.options = [WorkspaceOptions.engine]
    $0.examples = [.init("swop workspace shell demo", "look around in the workspace demo")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let environment = invocation.environment
    guard environment.input.isTerminal, environment.output.isTerminal else {
      throw UsageError.needsTerminal(
        what: "A shell", remedy: "Run one command instead: swop workspace exec NAME -- COMMAND")
    }
    let workspaces = try await WorkspaceOptions.workspaces(invocation)
    let end = try await workspaces.run(nil, in: invocation.required("NAME"), hasTerminal: true)
    return end.status
  }
}
