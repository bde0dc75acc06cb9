import EngineKernel

/// `swop trash list`: what is in the trash.
enum TrashListCommand {
  static let definition = CommandDefinition(
    "list", summary: "List what is in the trash", action: run
  ).with {
    $0.details = ["What is older than 30 days is destroyed on this occasion."]
    $0.aliases = ["ls"]
    $0.examples = [.init("swop trash list", "list what is in the trash")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    let now = invocation.environment.time.now()
    let all = try await fleet.trash()
    let entries = all.filter { now.timeIntervalSince($0.trashedAt) <= AccountJSON.trashSeconds }
    show(entries, invocation)
    guard entries.count < all.count else { return 0 }
    // The answer is out already: whoever asked does not wait for the server to be told.
    do {
      _ = try await Progress("destroying what is older than 30 days", in: invocation).during {
        try await fleet.purgeTrash(label: nil)
      }
    } catch let error as any EngineError {
      invocation.note("swop: " + PrintableText.sanitized(error.message))
    }
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
