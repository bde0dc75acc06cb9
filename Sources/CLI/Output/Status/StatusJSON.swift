package import Engine
package import EngineCore

/// The status for scripts; its shape is a promise.
package enum StatusJSON {
  /// The whole object.
  package static func report(_ snapshot: FleetSnapshot) -> OrderedJSON {
    let older = snapshot.older.map { OrderedJSON.text($0) }
    return OrderedJSON.report([
      "generated_at": .moment(snapshot.takenAt),
      "default_account": .optional(snapshot.defaultAccount?.account.label.text),
      "accounts": .array(snapshot.shown.map { account($0, at: snapshot.takenAt) }),
      "project": ProjectJSON.value(snapshot.project),
    ]).adding("older_accounts", older.isEmpty ? nil : .array(older))
      .adding("shared_home", snapshot.sharedHome.map { .text($0.text) })
  }

  /// One account.
  package static func account(_ snapshot: AccountSnapshot, at now: Date) -> OrderedJSON {
    let account = snapshot.account
    let reading = snapshot.reading
    return .object([
      "label": .text(account.label.text), "key": .text(account.key.text),
      "enabled": .flag(account.isEnabled), "default": .flag(snapshot.isDefault),
      "state": .text(snapshot.state.rawValue),
      "plan": .optional(snapshot.plan?.name),
      "email": .optional(account.email),
      // What cannot be read has none.
      "account_id": .optional(account.identity.chatGPTAccountID.flatMap { $0.isEmpty ? nil : $0 }),
      "kind": .text(account.kind), "expires_at": .moment(account.endsAt),
      "last_used_at": .moment(account.lastUsedAt),
      "windows": .array((reading?.windows ?? []).map(window)),
      "credits": credits(reading?.credits), "read_at": .moment(reading?.readAt),
      "age_seconds": reading.map { .integer(Int($0.age(at: now))) } ?? .null,
      "stale": .flag(snapshot.isStale), "blocked_until": .moment(snapshot.blockedUntil),
      "error": .error(snapshot.error),
    ])
  }

  private static func window(_ window: QuotaWindow) -> OrderedJSON {
    .object([
      "name": .text(window.name), "length_seconds": .integer(window.lengthSeconds),
      "used_percent": .number(window.usedPercent), "left_percent": .number(window.leftPercent),
      "resets_at": .moment(window.resetsAt),
    ])
  }

  private static func credits(_ credits: Credits?) -> OrderedJSON {
    guard let credits else { return .null }
    return .object([
      "has_credits": .flag(credits.hasCredits), "unlimited": .flag(credits.isUnlimited),
      "balance": .optional(credits.balance),
    ])
  }
}
