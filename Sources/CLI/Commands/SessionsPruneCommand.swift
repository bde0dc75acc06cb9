import Engine
import EngineCore

/// `swop sessions prune`: removes what was not used for long.
enum SessionsPruneCommand {
  static let definition = CommandDefinition(
    "prune", summary: "Delete old conversations", action: run
  ).with {
    $0.details = [
      "Deletes conversations permanently, through codex where possible. One that is open, pinned in codex or "
        + "used or written since then stays, and so does one whose file is elsewhere.",
      "With --leftovers it removes instead what codex recreates when it needs it, from homes that are not "
        + "in use. The setting sessions.prune does the first automatically, at most once a day.",
    ]
    $0.options = [
      OptionDefinition(
        "older-than", value: .required("AGE"), help: "Not used for this long: 30d, 12w (30d)"),
      OptionDefinition("leftovers", help: "Remove codex's leftovers instead"),
      OptionDefinition("dry-run", help: "Show what would be removed"),
    ]
    $0.examples = [
      .init("swop sessions prune --dry-run", "see what was not used for 30 days"),
      .init("swop sessions prune --older-than 90d", "delete what was not used for 90 days"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let isTrial = invocation.command.has("dry-run")
    let age = try age(invocation)
    try await invocation.settleSharedHome()
    let fleet = try await invocation.fleet()
    if invocation.command.has("leftovers") {
      return try await removeLeftovers(isTrial: isTrial, fleet, invocation)
    }
    let report = try await Progress("deleting conversations", in: invocation).during {
      try await fleet.pruneConversations(unusedFor: age, isTrial: isTrial)
    }
    let status = report.failures.isEmpty ? 0 : FailureOutcome.failed.rawValue
    if invocation.isJSON {
      invocation.print(json(report, isTrial))
      return status
    }
    invocation.say(lines(report, isTrial, invocation))
    for failure in report.failures { invocation.note(PrintableText.sanitized(failure.message)) }
    return status
  }

  /// A span in seconds.
  private static func age(_ invocation: Invocation) throws -> Double {
    let path = invocation.command.path
    if invocation.command.has("leftovers"), invocation.command.options["older-than"] != nil {
      throw UsageError.conflict("--leftovers", "--older-than", path: path)
    }
    let text = invocation.command.options["older-than"] ?? "30d"
    let now = invocation.environment.time.now()
    guard let last = text.last, last.isLetter,
      let moment = PastMoment.parse(text, now: now, timeZone: .gmt)
    else {
      throw UsageError.unreadable(
        what: "--older-than", value: text, expected: "an age such as 30d or 12w", path: path)
    }
    return now.timeIntervalSince(moment)
  }

  private static func lines(
    _ report: PruneReport, _ isTrial: Bool, _ invocation: Invocation
  ) -> [String] {
    let zone = invocation.environment.timeZone
    var lines = report.removed.map { conversation in
      "\(isTrial ? "would delete" : "deleted") \(conversation.id)  "
        + "\(ClockText.moment(conversation.usedAt, in: zone))  "
        + "\(ByteText.of(conversation.size))  \(SessionsCommand.title(conversation))"
    }
    let count =
      report.removed.count == 1 ? "1 conversation" : "\(report.removed.count) conversations"
    let verb = isTrial ? "would be deleted" : "deleted"
    lines.append("\(count) (\(ByteText.of(report.bytes))) \(verb).")
    let kept = PrunePlan.Reason.allCases.compactMap { reason in
      report.kept[reason].map { "\($0) \(reason.phrase)" }
    }
    if !kept.isEmpty { lines.append("Kept: \(kept.joined(separator: ", ")).") }
    return lines
  }

  private static func json(_ report: PruneReport, _ isTrial: Bool) -> OrderedJSON {
    let kept = PrunePlan.Reason.allCases.map { reason in
      OrderedJSON.Member(
        key: reason.rawValue, value: .integer(report.kept[reason] ?? 0))
    }
    return .report([
      "dry_run": .flag(isTrial), "count": .integer(report.removed.count),
      "bytes": .integer(Int(report.bytes)),
      "conversations": .array(report.removed.map(SessionsCommand.json)), "kept": .object(kept),
      "errors": .array(report.failures.map { .error($0) }),
    ])
  }

  private static func removeLeftovers(
    isTrial: Bool, _ fleet: any FleetDoor, _ invocation: Invocation
  ) async throws -> Int32 {
    let removed = try await fleet.removeLeftovers(isTrial: isTrial)
    if invocation.isJSON {
      invocation.print(
        .report([
          "dry_run": .flag(isTrial),
          "leftovers": .array(removed.map(SessionsUsageCommand.json)),
        ]))
      return 0
    }
    let bytes = ByteText.of(removed.reduce(0) { $0 + $1.bytes })
    let verb = isTrial ? "would be removed" : "removed"
    invocation.say(
      removed.map { leftover in
        "\(leftover.kind.phrase), \(ByteText.of(leftover.bytes)): "
          + PrintableText.sanitized(leftover.path.text)
      } + ["\(bytes) \(verb)."])
    return 0
  }
}
