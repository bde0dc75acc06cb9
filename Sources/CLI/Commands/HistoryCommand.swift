import EngineCore

/// `swop history`: what ran where.
enum HistoryCommand {
  static let definition = CommandDefinition(
    "history", summary: "Show which runs used which account", action: run
  ).with {
    $0.options = [
      OptionDefinition(
        "since", value: .required("WHEN"), help: "Only runs since then: 2h, 7d or 2026-11-20"),
      OptionDefinition(
        "limit", letter: "n", value: .required("COUNT"), help: "At most this many runs (50)"),
    ]
    $0.examples = [
      .init("swop history", "show the latest runs"),
      .init("swop history --since 7d --json", "print the runs of a week for scripts"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let environment = invocation.environment
    let limit = try CountOption.limit(of: invocation, default: 50)
    let since = try since(invocation)
    let runs = try await invocation.fleet().history(since: since, limit: limit)
    if invocation.isJSON {
      invocation.print(.report(["runs": .array(runs.map(json))]))
      return 0
    }
    guard !runs.isEmpty else {
      invocation.say(since == nil ? "No runs yet." : "No runs since then.")
      return 0
    }
    var table = TextTable([
      .init(heading: "STARTED"), .init(heading: "ACCOUNT", mayShrink: true),
      .init(heading: "COMMAND"), .init(heading: "TOOK", alignsRight: true),
      .init(heading: "END"), .init(heading: "FOLDER", mayShrink: true),
    ])
    for run in runs {
      table.add([
        StyledText(ClockText.moment(run.startedAt, in: environment.timeZone), .muted),
        StyledText(PrintableText.sanitized(run.label)),
        StyledText(PrintableText.sanitized(run.subcommand ?? "codex")),
        StyledText(took(run), .muted), end(run),
        StyledText(PrintableText.sanitized(run.directory.text), .muted),
      ])
    }
    invocation.say(table.lines(on: invocation.screen))
    return 0
  }

  private static func since(_ invocation: Invocation) throws(UsageError) -> Date? {
    guard let text = invocation.command.options["since"] else { return nil }
    let environment = invocation.environment
    let moment = PastMoment.parse(
      text, now: environment.time.now(), timeZone: environment.timeZone)
    guard let moment else {
      throw .unreadable(
        what: "--since", value: text, expected: PastMoment.expectation,
        path: invocation.command.path)
    }
    return moment
  }

  private static func took(_ run: RunRecord) -> String {
    run.endedAt.map { ClockText.span(seconds: $0.timeIntervalSince(run.startedAt)) } ?? ""
  }

  private static func end(_ run: RunRecord) -> StyledText {
    guard run.endedAt != nil else { return StyledText("running", .stateInUse) }
    switch run.end {
    case .exited(0): return StyledText("done")
    case .exited(let status): return StyledText("status \(status)", .stateLow)
    case .signalled(let signal): return StyledText("signal \(signal)", .stateLow)
    case nil: return StyledText("lost", .stateLow)
    }
  }

  private static func json(_ run: RunRecord) -> OrderedJSON {
    .object([
      "run": .integer(Int(run.id.number)), "label": .text(run.label),
      "subcommand": .optional(run.subcommand), "directory": .text(run.directory.text),
      "codex_version": .optional(run.codexVersion), "rotated": .flag(run.isRotated),
      "started_at": .moment(run.startedAt), "ended_at": .moment(run.endedAt),
      "status": run.end.map { .integer(Int($0.status)) } ?? .null,
    ])
  }
}
