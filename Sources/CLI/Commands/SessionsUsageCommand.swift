import Engine
import EngineCore

/// `swop sessions usage`: what conversations take on disk, and what codex left behind.
enum SessionsUsageCommand {
  static let definition = CommandDefinition(
    "usage", summary: "Show what conversations take on disk", action: run
  ).with {
    $0.details = [
      "Counts and sizes by account and by last use, then what codex leaves behind and recreates when "
        + "needed: swop sessions prune --leftovers removes it."
    ]
    $0.examples = [.init("swop sessions usage", "see which account's conversations are large")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let fleet = try await invocation.fleet()
    let list = try await fleet.conversations(label: nil)
    SessionsCommand.warn(of: list.failures, invocation)
    let usage = ConversationUsage(list.records, at: invocation.environment.time.now())
    let leftovers = try await fleet.leftovers()
    if invocation.isJSON {
      invocation.print(
        .report([
          "total": amount(usage.total), "accounts": .array(usage.shares.map(share)),
          "leftovers": .array(leftovers.map(json)),
        ]))
      return 0
    }
    guard usage.total.count > 0 || !leftovers.isEmpty else {
      invocation.say("No conversations yet.")
      return 0
    }
    invocation.say(table(usage).lines(on: invocation.screen))
    if !leftovers.isEmpty {
      invocation.say("")
      invocation.say(table(leftovers).lines(on: invocation.screen))
    }
    return 0
  }

  /// What was left behind, for scripts.
  static func json(_ leftover: Leftover) -> OrderedJSON {
    .object([
      "kind": .text(leftover.kind.rawValue), "path": .text(leftover.path.text),
      "label": .optional(leftover.label), "bytes": .integer(Int(leftover.bytes)),
      "in_use": .flag(leftover.isInUse),
    ])
  }

  private static func table(_ usage: ConversationUsage) -> TextTable {
    var table = TextTable(
      [.init(heading: "ACCOUNT", mayShrink: true)]
        + ConversationAge.allCases.map { .init(heading: $0.phrase.uppercased(), alignsRight: true) }
        + [.init(heading: "COUNT", alignsRight: true), .init(heading: "SIZE", alignsRight: true)])
    for share in usage.shares {
      table.add(
        [StyledText(PrintableText.sanitized(share.label ?? "(not noted)"))]
          + ConversationAge.allCases.map { age in
            StyledText("\(share.ages[age]?.count ?? 0)", .muted)
          } + [StyledText("\(share.total.count)"), StyledText(ByteText.of(share.total.bytes))])
    }
    table.add(
      [StyledText("all", .title)] + ConversationAge.allCases.map { _ in StyledText() }
        + [
          StyledText("\(usage.total.count)", .title),
          StyledText(ByteText.of(usage.total.bytes), .title),
        ])
    return table
  }

  private static func table(_ leftovers: [Leftover]) -> TextTable {
    var table = TextTable([
      .init(heading: "LEFT BEHIND"), .init(heading: "SIZE", alignsRight: true),
      .init(heading: "WHERE", mayShrink: true),
    ])
    for leftover in leftovers {
      table.add([
        StyledText(leftover.kind.phrase + (leftover.isInUse ? ", in use" : "")),
        StyledText(ByteText.of(leftover.bytes)),
        StyledText(PrintableText.sanitized(leftover.path.text), .muted),
      ])
    }
    return table
  }

  private static func share(_ share: ConversationUsage.Share) -> OrderedJSON {
    .object([
      "label": .optional(share.label), "count": .integer(share.total.count),
      "bytes": .integer(Int(share.total.bytes)),
      "ages": .object([
        "week": amount(share.ages[.week]), "month": amount(share.ages[.month]),
        "quarter": amount(share.ages[.quarter]), "older": amount(share.ages[.older]),
      ]),
    ])
  }

  private static func amount(_ amount: ConversationUsage.Amount?) -> OrderedJSON {
    .object([
      "count": .integer(amount?.count ?? 0), "bytes": .integer(Int(amount?.bytes ?? 0)),
    ])
  }
}
