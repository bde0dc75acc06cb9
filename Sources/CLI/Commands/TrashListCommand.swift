import EngineKernel

/// `swop trash list`: what is in the trash.
enum TrashListCommand {
  static let definition = CommandDefinition(
    "list", summary: "List what is in the trash", action: run
  ).with {
    $0.aliases = ["ls"]
    $0.examples = [.init("swop trash list", "list what is in the trash")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let entries = try await invocation.fleet().trash()
    if invocation.isJSON {
      invocation.print(.report(["trash": .array(entries.map(AccountJSON.trashed))]))
      return 0
    }
    guard !entries.isEmpty else {
      invocation.say("The trash is empty.")
      return 0
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
    return 0
  }
}
