import EngineCore

/// `swop trash purge`: the end of what is in the trash.
enum TrashPurgeCommand {
  static let definition = CommandDefinition(
    "purge", summary: "Sign out and destroy what is in the trash", action: run
  ).with {
    $0.details = [
      "With a label, destroys that account now. Without one, destroys what is older than 30 days by the "
        + "server's date, so that a wrong clock destroys nothing. This cannot be undone."
    ]
    $0.positionals = [
      PositionalDefinition(
        "LABEL", count: .optional, completion: .trashedLabels,
        help: "The account in the trash")
    ]
    $0.examples = [
      .init("swop trash purge", "destroy what is older than 30 days"),
      .init("swop trash purge old", "destroy the account old now"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let label = invocation.command.word("LABEL")
    let fleet = try await invocation.fleet()
    let entries = try await Progress("signing out", in: invocation).during {
      try await fleet.purgeTrash(label: label)
    }
    if invocation.isJSON {
      invocation.print(.report(["purged": .array(entries.map(AccountJSON.trashed))]))
      return 0
    }
    guard !entries.isEmpty else {
      invocation.say("Nothing in the trash is older than 30 days by the server's date.")
      return 0
    }
    invocation.say(entries.map { "\(AccountText.label($0.account)) is destroyed." })
    return 0
  }
}
