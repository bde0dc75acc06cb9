import EngineKernel

/// `swop unset`: no default account.
enum UnsetCommand {
  static let definition = CommandDefinition(
    "unset", summary: "Clear the default account", action: run
  ).with {
    $0.details = ["swop codex then always chooses by itself."]
    $0.examples = [.init("swop unset", "let swop choose for every run")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    _ = try await fleet.setDefault(label: nil)
    invocation.conclude(
      "No default account: swop chooses for every run.", .report(["default_account": .null]))
    return 0
  }
}
