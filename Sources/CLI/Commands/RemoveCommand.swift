import EngineCore

/// `swop remove`: an account into the trash, sign-in and all.
enum RemoveCommand {
  static let definition = CommandDefinition(
    "remove", summary: "Move an account to the trash, with its sign-in", action: run
  ).with {
    $0.aliases = ["rm"]
    $0.details = [
      "The trash keeps it for 30 days; swop trash restore brings it back working."
    ]
    $0.positionals = [
      PositionalDefinition("LABEL", completion: .labels, help: "The account")
    ]
    $0.options = [
      OptionDefinition("force", help: "Even while a run is in progress on it")
    ]
    $0.examples = [.init("swop remove old", "move the account old to the trash")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    let entry = try await fleet.remove(
      label: invocation.required("LABEL"), force: invocation.command.has("force"))
    let label = entry.account.label.text
    invocation.conclude(
      "\(AccountText.label(entry.account)) is in the trash for 30 days. "
        + "Bring it back: swop trash restore \(ShellWord.quoted(PrintableText.sanitized(label)))",
      .report(["trashed": AccountJSON.trashed(entry)]))
    return 0
  }
}
