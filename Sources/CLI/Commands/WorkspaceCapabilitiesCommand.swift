import Engine
import EngineCore

/// `swop workspace capabilities`: what wrappers may rely on.
enum WorkspaceCapabilitiesCommand {
  static let definition = CommandDefinition(
    "capabilities", summary: "Print the abilities that wrappers ask for, as JSON", action: run
  ).with {
    $0.options = [.output]
    $0.examples = [.init("swop workspace capabilities", "print the abilities")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    invocation.print(WorkspaceJSON.capabilities)
    return 0
  }
}
