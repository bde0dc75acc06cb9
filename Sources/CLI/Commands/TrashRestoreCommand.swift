import EngineCore

/// `swop trash restore`: an account back from the trash.
enum TrashRestoreCommand {
  static let definition = CommandDefinition(
    "restore", summary: "Bring an account back", action: run
  ).with {
    $0.positionals = [
      PositionalDefinition("LABEL", completion: .trashedLabels, help: "The account in the trash")
    ]
    $0.options = [
      OptionDefinition("as", value: .required("NEW"), help: "Give it another label on the way")
    ]
    $0.examples = [
      .init("swop trash restore old", "bring the account old back"),
      .init("swop trash restore old --as spare", "bring it back under another label"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let newLabel = try invocation.command.options["as"].map { try Label($0).text }
    let fleet = try await invocation.fleet()
    let account = try await fleet.restore(label: invocation.required("LABEL"), as: newLabel)
    invocation.conclude("\(AccountText.label(account)) is back.", AccountJSON.report(account))
    return 0
  }
}
