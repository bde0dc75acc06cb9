package import EngineCore

/// Accounts, trash entries and their kin for scripts.
package enum AccountJSON {
  /// The object that commands print which change one account.
  package static func report(_ account: Account) -> OrderedJSON {
    .report(["account": brief(account)])
  }

  /// What is lasting about an account.
  package static func brief(_ account: Account) -> OrderedJSON {
    .object([
      "label": .text(account.label.text), "key": .text(account.key.text),
      "enabled": .flag(account.isEnabled), "plan": .optional(account.plan?.name),
      "email": .optional(account.email),
      "account_id": .optional(account.identity.chatGPTAccountID),
      "kind": .text(account.kind), "expires_at": .moment(account.endsAt),
    ])
  }

  /// An account in the trash.
  package static func trashed(_ entry: TrashedAccount) -> OrderedJSON {
    .object([
      "label": .text(entry.account.label.text), "key": .text(entry.account.key.text),
      "email": .optional(entry.account.email), "trashed_at": .moment(entry.trashedAt),
      "kept_until": .moment(entry.trashedAt + trashSeconds),
      "signed_out": .flag(entry.isSignedOut),
    ])
  }

  /// How long the trash keeps an account: thirty days, in seconds.
  package static let trashSeconds: Double = 30 * 86_400
}
