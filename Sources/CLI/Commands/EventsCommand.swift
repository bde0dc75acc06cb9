import EngineCore

/// `swop events`: what the engine did.
enum EventsCommand {
  static let definition = CommandDefinition(
    "events", summary: "Show what swop did", action: run
  ).with {
    $0.options = [
      OptionDefinition("follow", letter: "f", help: "Keep printing events as they happen"),
      OptionDefinition(
        "limit", letter: "n", value: .required("COUNT"), help: "At most this many events (50)"),
    ]
    $0.examples = [
      .init("swop events", "show the latest events"),
      .init("swop events -f --json", "print one object per event as they happen"),
    ]
  }

  /// How long `--follow` waits between two looks.
  static let interval = Duration.seconds(1)

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let limit = try CountOption.limit(of: invocation, default: 50)
    let fleet = try await invocation.fleet()
    let events = try await fleet.events(after: nil, limit: limit)
    if invocation.isJSON && !invocation.command.has("follow") {
      invocation.print(.report(["events": .array(events.map(json))]))
      return 0
    }
    show(events, invocation)
    guard invocation.command.has("follow") else {
      if events.isEmpty { invocation.say("No events yet.") }
      return 0
    }
    try await invocation.interruptible {
      var last = events.last?.number ?? 0
      while true {
        try invocation.requireOutput()
        try await invocation.environment.time.sleep(for: interval)
        let events = try await fleet.events(after: last, limit: 1_000)
        show(events, invocation)
        last = events.last?.number ?? last
      }
    }
    return 0
  }

  private static func show(_ events: [EngineEvent], _ invocation: Invocation) {
    for event in events {
      if invocation.isJSON {
        invocation.print(.report(["event": json(event)]))
      } else {
        invocation.say(line(event, invocation))
      }
    }
  }

  private static func line(_ event: EngineEvent, _ invocation: Invocation) -> String {
    let environment = invocation.environment
    var line = StyledText(ClockText.moment(event.at, in: environment.timeZone) + "  ", .muted)
    if let label = event.label {
      line.append(PrintableText.sanitized(label) + "  ", .title)
    }
    line.append(PrintableText.sanitized(event.message))
    return line.rendered(color: invocation.screen.hasColor)
  }

  private static func json(_ event: EngineEvent) -> OrderedJSON {
    .object([
      "number": event.number.map { .integer(Int($0)) } ?? .null, "at": .moment(event.at),
      "kind": .text(event.kind.rawValue), "label": .optional(event.label),
      "run": event.run.map { .integer(Int($0.number)) } ?? .null,
      "message": .text(event.message), "move": event.move.map(json) ?? .null,
    ])
  }

  private static func json(_ move: ProxyMove) -> OrderedJSON {
    .object([
      "from": .text(move.fromLabel), "to": .text(move.toLabel), "reason": .text(move.reason),
      "before": .text(move.moment.rawValue),
    ])
  }
}
