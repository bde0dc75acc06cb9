package import EngineCore

/// Which account a conversation is at home on. It is kept by the account's lasting id, for a day after
/// the last use, through blips of the account, and until it cannot serve and another did.
package struct Affinity: Hashable, Sendable {
  /// One conversation's account, for keeping on disk.
  package struct Record: Hashable, Sendable, Codable {
    /// The conversation.
    package let conversation: ConversationKey
    /// Its account.
    package let account: AccountID
    /// When it was last used.
    package let usedAt: Date

    /// A record of its parts.
    package init(conversation: ConversationKey, account: AccountID, usedAt: Date) {
      self.conversation = conversation
      self.account = account
      self.usedAt = usedAt
    }
  }

  private var table: RecentTable<ConversationKey, AccountID>

  /// An empty table.
  package init(capacity: Int = 10_000) {
    table = RecentTable(capacity: capacity, lifetime: 86_400)
  }

  /// The account of a conversation, nil if none is known.
  package func owner(of conversation: ConversationKey, at now: Date) -> AccountID? {
    table.value(of: conversation, at: now)
  }

  /// Notes that `account` served a conversation. Its owner stays its owner as long as it can serve,
  /// so that a blip moves nothing for good.
  package mutating func note(
    _ conversation: ConversationKey, servedBy account: AccountID, ownerCanServe: Bool, at now: Date
  ) {
    guard let owner = owner(of: conversation, at: now), owner != account, ownerCanServe else {
      table.set(account, of: conversation, at: now)
      return
    }
    table.touch(conversation, at: now)
  }

  /// Forgets the conversations of accounts that are no more.
  package mutating func keep(only accounts: Set<AccountID>) {
    table.keep { _, account in accounts.contains(account) }
  }

  /// Every conversation with its account, the oldest first.
  package var records: [Record] {
    table.rows.map { Record(conversation: $0, account: $1.value, usedAt: $1.usedAt) }
      .sorted { ($0.usedAt, $0.conversation.digest) < ($1.usedAt, $1.conversation.digest) }
  }

  /// Adds what was kept on disk; what is known already, and newer, stays.
  package mutating func restore(_ records: some Sequence<Record>) {
    for record in records {
      let known = table.rows[record.conversation]?.usedAt
      if known.map({ $0 < record.usedAt }) ?? true {
        table.set(record.account, of: record.conversation, at: record.usedAt)
      }
    }
  }
}
