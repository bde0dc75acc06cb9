import EngineCore

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
