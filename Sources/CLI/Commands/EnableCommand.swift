import EngineCore

/// `swop enable`: automatic choice may use an account again.
enum EnableCommand {
  static let definition = CommandDefinition(
    "enable", summary: "Let automatic choice use an account again", action: run
  ).with {
    $0.positionals = [
      PositionalDefinition("LABEL", completion: .labels, help: "The account")
    ]
    $0.examples = [.init("swop enable old", "use the account old again")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    let account = try await fleet.setEnabled(true, label: invocation.required("LABEL"))
    invocation.conclude("\(AccountText.label(account)) is on.", AccountJSON.report(account))
    return 0
  }
}
