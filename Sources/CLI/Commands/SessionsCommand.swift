import EngineCore

/// `swop sessions`: codex's conversations, and what they take.
enum SessionsCommand {
  static let definition = CommandDefinition(
    "sessions", summary: "List codex's conversations, and clean them up"
  ).with {
    $0.details = [
      "Conversations of relaxed accounts lie in ~/.codex and every account may go on with them; a strict "
        + "account keeps its own. Go on with one: swop codex resume ID."
    ]
    $0.examples = [
      .init("swop sessions", "list the conversations, the last used first"),
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
