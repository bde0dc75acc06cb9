import EngineCore

/// `swop unset`: no default account, or a directory that says nothing.
enum UnsetCommand {
  static let definition = CommandDefinition(
    "unset", summary: "Clear the default account, or free a directory", action: run
  ).with {
    $0.details = ["swop codex then always chooses by itself."]
    $0.options = [
      OptionDefinition("here", help: "Free this directory or repository instead")
    ]
    $0.examples = [
      .init("swop unset", "let swop choose for every run"),
      .init("swop unset --here", "treat this repository as any other directory"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    guard invocation.command.has("here") else {
      _ = try await fleet.setDefault(label: nil)
      invocation.conclude(
        "No default account: swop chooses for every run.", .report(["default_account": .null]))
      return 0
    }
    let freed = try await fleet.clearProject()
    invocation.conclude(
      freed.map { "\(ProjectText.folder($0)) names nothing any more." }
        ?? "This directory names nothing.", ProjectJSON.report(nil))
    return 0
  }
}
