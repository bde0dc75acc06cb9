import EngineCore

/// `swop trash`: thirty days of second thoughts.
enum TrashCommand {
  static let definition = CommandDefinition(
    "trash", summary: "List, restore or destroy removed accounts"
  ).with {
    $0.details = [
      "Removed accounts stay here for 30 days at least. swop trash purge signs out and destroys what is older."
    ]
    $0.examples = [.init("swop trash", "list what is in the trash")]
    $0.subcommands = [
      TrashListCommand.definition, TrashRestoreCommand.definition, TrashPurgeCommand.definition,
    ]
    $0.defaultSubcommand = "list"
  }
}

/// `swop trash list`: what is in the trash.
enum TrashListCommand {
  static let definition = CommandDefinition(
    "list", summary: "List what is in the trash", action: run
  ).with {
    $0.details = [
      "Changes nothing, whatever the age: only swop trash purge destroys, or a service or the dashboard "
        + "where the setting trash.purge is on."
    ]
    $0.aliases = ["ls"]
    $0.examples = [.init("swop trash list", "list what is in the trash")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    show(try await fleet.trash(), invocation)
    return 0
  }

  private static func show(_ entries: [TrashedAccount], _ invocation: Invocation) {
    if invocation.isJSON {
      invocation.print(.report(["trash": .array(entries.map(AccountJSON.trashed))]))
      return
    }
    guard !entries.isEmpty else {
      invocation.say("The trash is empty.")
      return
    }
    var table = TextTable([
      .init(heading: "ACCOUNT", mayShrink: true), .init(heading: "REMOVED"),
      .init(heading: "KEPT FOR", alignsRight: true), .init(heading: "RESTORED AS"),
    ])
    let environment = invocation.environment
    for entry in entries {
      let left = (entry.trashedAt + AccountJSON.trashSeconds)
        .timeIntervalSince(environment.time.now())
      table.add([
        StyledText(AccountText.label(entry.account)),
        StyledText(ClockText.moment(entry.trashedAt, in: environment.timeZone), .muted),
        StyledText(ClockText.span(seconds: left)),
        StyledText(entry.isSignedOut ? "expired" : "working", .muted),
      ])
    }
    invocation.say(table.lines(on: invocation.screen))
  }
}

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

/// `swop trash restore`: an account back from the trash.
enum TrashRestoreCommand {
  static let definition = CommandDefinition(
    "restore", summary: "Bring an account back", action: run
  ).with {
    $0.positionals = [
      PositionalDefinition("LABEL", completion: .trashedLabels, help: "The account in the trash")
    ]
    $0.options = [
      OptionDefinition("as", value: .required("NEW"), help: "Restore it under another label")
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
