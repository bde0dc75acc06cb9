import Engine
import EngineCore

/// Accounts, trash entries and their kin for scripts.
enum AccountJSON {
  /// The object that commands print which change one account.
  static func report(_ account: Account) -> OrderedJSON {
    .report(["account": brief(account)])
  }

  /// What is lasting about an account.
  static func brief(_ account: Account) -> OrderedJSON {
    .object([
      "label": .text(account.label.text), "key": .text(account.key.text),
      "enabled": .flag(account.isEnabled), "plan": .optional(account.plan?.name),
      "email": .optional(account.email),
      "account_id": .optional(account.identity.chatGPTAccountID),
      "kind": .text(account.kind), "expires_at": .moment(account.endsAt),
    ])
  }

  /// An account in the trash.
  static func trashed(_ entry: TrashedAccount) -> OrderedJSON {
    .object([
      "label": .text(entry.account.label.text), "key": .text(entry.account.key.text),
      "email": .optional(entry.account.email), "trashed_at": .moment(entry.trashedAt),
      "kept_until": .moment(entry.trashedAt + trashSeconds),
      "signed_out": .flag(entry.isSignedOut),
    ])
  }

  /// How long the trash keeps an account: thirty days, in seconds.
  static let trashSeconds: Double = 30 * 86_400
}

/// Accounts in words.
enum AccountText {
  /// A label as it is shown: printable, whole.
  static func label(_ account: Account) -> String { PrintableText.sanitized(account.label.text) }

  /// Plan and address in brackets with a space before, empty if neither is known.
  static func details(_ account: Account) -> String {
    let parts = [account.plan?.name.uppercased(), account.email.map(PrintableText.sanitized)]
      .compactMap { $0 }
    return parts.isEmpty ? "" : " (" + parts.joined(separator: ", ") + ")"
  }
}

/// A ranking for scripts; its shape is a promise.
enum RankingJSON {
  /// The whole object.
  static func report(
    _ ranking: Ranking, project: ProjectSnapshot? = nil
  ) -> OrderedJSON {
    let selected = ranking.entries.first { $0.id == ranking.selected }
    return .report([
      "selected": .optional(selected?.label), "strategy": .text(ranking.strategy.rawValue),
      "reason": .text(ranking.reason), "blocked_until": .moment(ranking.blockedUntil),
      "ranking": .array(ranking.entries.map(entry)), "project": ProjectJSON.value(project),
    ])
  }

  /// One account's place.
  static func entry(_ entry: RankedAccount) -> OrderedJSON {
    .object([
      "label": .text(entry.label), "rank": .integer(entry.rank), "viable": .flag(entry.isViable),
      "reason": .text(entry.reason),
      "used_percent": entry.usedPercent.map { .number($0) } ?? .null,
      "age_seconds": entry.ageSeconds.map { .integer($0) } ?? .null,
    ])
  }
}
