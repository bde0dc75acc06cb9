import EngineCore

/// `swop sessions`: codex's conversations, and what they take.
enum SessionsCommand {
  static let definition = CommandDefinition(
    "sessions", summary: "List and clean up codex's conversations"
  ).with {
    $0.details = [
      "Conversations of relaxed accounts are in ~/.codex and any account can continue them; a strict "
        + "account keeps its own. Continue one: swop codex resume ID."
    ]
    $0.examples = [
      .init("swop sessions", "list the conversations, most recently used first"),
      .init("swop sessions prune --dry-run", "see what is older than 30 days"),
    ]
    $0.subcommands = [
      SessionsListCommand.definition, SessionsUsageCommand.definition,
      SessionsPruneCommand.definition,
    ]
    $0.defaultSubcommand = "list"
  }

  /// A conversation for scripts.
  static func json(_ conversation: ConversationRecord) -> OrderedJSON {
    .object([
      "id": .text(conversation.id), "title": .optional(conversation.title),
      "folder": .optional(conversation.folder?.text), "label": .optional(conversation.label),
      "started_at": .moment(conversation.startedAt), "used_at": .moment(conversation.usedAt),
      "bytes": .integer(Int(conversation.size)), "archived": .flag(conversation.isArchived),
      "pinned": .flag(conversation.isPinned),
    ])
  }

  /// Says in one sentence each which of codex's databases could not be read.
  static func warn(of failures: [StoreError], _ invocation: Invocation) {
    for failure in failures {
      let clause = failure.message.dropLast()
      invocation.note(
        "swop: \(clause); titles, folders, pins and accounts may be missing from the list.")
    }
  }

  /// A conversation's title on one line.
  static func title(_ conversation: ConversationRecord) -> String {
    let lines = (conversation.title ?? "").split(whereSeparator: \.isNewline)
    return PrintableText.shortened(lines.first.map(String.init) ?? "(no title)", to: 60)
  }
}

/// `swop sessions list`: every conversation that some account may go on with.
enum SessionsListCommand {
  static let definition = CommandDefinition(
    "list", summary: "List conversations, most recently used first", action: run
  ).with {
    $0.options = [
      OptionDefinition(
        "account", value: .required("LABEL"), completion: .labels,
        help: "Only those this account can see"),
      OptionDefinition("archived", help: "Include archived ones"),
      OptionDefinition(
        "limit", letter: "n", value: .required("COUNT"), help: "At most this many (50)"),
    ]
    $0.examples = [
      .init("swop sessions list", "list the last used conversations"),
      .init("swop sessions list --account work --json", "print what work sees for scripts"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let limit = try CountOption.limit(of: invocation, default: 50)
    let label = invocation.command.options["account"]
    let withArchived = invocation.command.has("archived")
    // Helpers that a conversation started are part of it.
    let list = try await invocation.fleet().conversations(label: label)
    SessionsCommand.warn(of: list.failures, invocation)
    let conversations = list.records
      .filter { $0.parent == nil && (withArchived || !$0.isArchived) }.prefix(limit)
    if invocation.isJSON {
      invocation.print(
        .report(["conversations": .array(conversations.map(SessionsCommand.json))]))
      return 0
    }
    guard !conversations.isEmpty else {
      invocation.say("No conversations yet.")
      return 0
    }
    var table = TextTable([
      .init(heading: "USED"), .init(heading: "ACCOUNT", mayShrink: true),
      .init(heading: "TITLE", mayShrink: true), .init(heading: "FOLDER", mayShrink: true),
      .init(heading: "SIZE", alignsRight: true), .init(heading: "ID"),
    ])
    for conversation in conversations {
      table.add(row(conversation, in: invocation.environment.timeZone))
    }
    invocation.say(table.lines(on: invocation.screen))
    return 0
  }

  private static func row(
    _ conversation: ConversationRecord, in timeZone: ClockZone
  ) -> [StyledText] {
    var title = StyledText(SessionsCommand.title(conversation))
    if conversation.isPinned { title.append(" pinned", .muted) }
    if conversation.isArchived { title.append(" archived", .muted) }
    return [
      StyledText(ClockText.moment(conversation.usedAt, in: timeZone), .muted),
      StyledText(PrintableText.sanitized(conversation.label ?? "")), title,
      StyledText(PrintableText.sanitized(conversation.folder?.text ?? ""), .muted),
      StyledText(ByteText.of(conversation.size), .muted), StyledText(conversation.id, .muted),
    ]
  }
}
