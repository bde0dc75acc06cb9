import EngineKernel

/// `swop set`: the default account.
enum SetCommand {
  static let definition = CommandDefinition(
    "set", summary: "Choose the default account", action: run
  ).with {
    $0.details = [
      "swop codex uses the default account while it can be used, else automatic choice."
    ]
    $0.positionals = [
      PositionalDefinition("LABEL", completion: .labels, help: "The account")
    ]
    $0.examples = [.init("swop set work", "make work the default account")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    let account = try await fleet.setDefault(label: invocation.required("LABEL"))
    invocation.conclude(
      account.map { "\(AccountText.label($0)) is the default account." } ?? "No default account.",
      .report(["default_account": .optional(account?.label.text)]))
    return 0
  }
}
