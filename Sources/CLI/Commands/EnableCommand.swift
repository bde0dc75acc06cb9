import EngineCore

/// `swop enable`: automatic choice may use an account again.
enum EnableCommand {
  static let definition = CommandDefinition(
    "enable", summary: "Include an account in automatic choice again", action: run
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

/// `swop disable`: automatic choice leaves an account alone.
enum DisableCommand {
  static let definition = CommandDefinition(
    "disable", summary: "Exclude an account from automatic choice", action: run
  ).with {
    $0.positionals = [
      PositionalDefinition("LABEL", completion: .labels, help: "The account")
    ]
    $0.examples = [.init("swop disable old", "exclude the account old")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    let account = try await fleet.setEnabled(false, label: invocation.required("LABEL"))
    invocation.conclude("\(AccountText.label(account)) is off.", AccountJSON.report(account))
    return 0
  }
}
