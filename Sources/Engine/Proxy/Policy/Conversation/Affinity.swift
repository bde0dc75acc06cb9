package import EngineCore

/// Which account a conversation is at home on. It is kept by the account's lasting id, for a day after
/// the last use, through blips of the account, and until it cannot serve and another did.
package struct Affinity: Hashable, Sendable {
  /// One conversation's account, for keeping on disk.
  package struct Record: Hashable, Sendable, Codable {
    /// The conversation.
    let conversation: ConversationKey
    /// Its account.
    package let account: AccountID
    /// When it was last used.
    let usedAt: Date

    /// A record of its parts.
    package init(conversation: ConversationKey, account: AccountID, usedAt: Date) {
      self.conversation = conversation
      self.account = account
      self.usedAt = usedAt
    }
  }

  private var table: RecentTable<ConversationKey, AccountID>

  /// An empty table.
  init(capacity: Int = 10_000) {
    table = RecentTable(capacity: capacity, lifetime: 86_400)
  }

  /// The account of a conversation, nil if none is known.
  package func owner(of conversation: ConversationKey, at now: Date) -> AccountID? {
    table.value(of: conversation, at: now)
  }

  /// Notes that `account` served a conversation. Its owner stays its owner as long as it can serve,
  /// so that a blip moves nothing for good.
  mutating func note(
    _ conversation: ConversationKey, servedBy account: AccountID, ownerCanServe: Bool, at now: Date
  ) {
    guard let owner = owner(of: conversation, at: now), owner != account, ownerCanServe else {
      table.set(account, of: conversation, at: now)
      return
    }
    table.touch(conversation, at: now)
  }

  /// Forgets the conversations of accounts that are no more.
  mutating func keep(only accounts: Set<AccountID>) {
    table.keep { _, account in accounts.contains(account) }
  }

  /// Every conversation with its account, the oldest first.
  var records: [Record] {
    table.rows.map { Record(conversation: $0, account: $1.value, usedAt: $1.usedAt) }
      .sorted { ($0.usedAt, $0.conversation.digest) < ($1.usedAt, $1.conversation.digest) }
  }

  /// Adds what was kept on disk; what is known already, and newer, stays.
  mutating func restore(_ records: some Sequence<Record>) {
    for record in records {
      let known = table.rows[record.conversation]?.usedAt
      if known.map({ $0 < record.usedAt }) ?? true {
        table.set(record.account, of: record.conversation, at: record.usedAt)
      }
    }
  }
}

/// Who gave out the value that codex sends back in `x-codex-turn-state`. It means something to the
/// account that gave it and nothing, or an error, to any other.
package struct TurnStates: Hashable, Sendable {
  /// The header, in answers and in the requests that follow in the same turn.
  static let headerName = "x-codex-turn-state"

  private var givers = RecentTable<String, AccountID>(capacity: 4_096, lifetime: 86_400)

  /// Nothing was given out yet.
  init() {}

  /// Learns from an answer of `account`.
  mutating func learn(
    from headers: [HTTPField], of account: AccountID, at now: Date
  ) {
    guard let value = headers.value(of: Self.headerName), !value.isEmpty else { return }
    givers.set(account, of: SHA256.fingerprint(value), at: now)
  }

  /// Whether `value` may go to `account`. What no one is known to have given out goes to no one.
  func belongs(_ value: String, to account: AccountID, at now: Date) -> Bool {
    givers.value(of: SHA256.fingerprint(value), at: now) == account
  }
}

/// A bounded table that forgets what was not used for longest, and whatever is older than its lifetime.
package struct RecentTable<Key: Hashable & Sendable, Value: Hashable & Sendable>: Hashable,
  Sendable
{
  /// One row.
  struct Row: Hashable, Sendable {
    /// What is kept.
    let value: Value
    /// When it was last used.
    let usedAt: Date
  }

  /// The largest number of rows.
  let capacity: Int
  /// How long a row is kept after its last use, in seconds.
  let lifetime: Double
  /// Every row, those past their lifetime too.
  private(set) var rows: [Key: Row] = [:]

  /// An empty table.
  package init(capacity: Int, lifetime: Double) {
    precondition(capacity > 0, "A table without room keeps nothing.")
    self.capacity = capacity
    self.lifetime = lifetime
  }

  /// What is kept under `key` at `now`; nil if nothing is, or for too long. A row from the future was
  /// written under a wrong clock and counts as used now.
  package func value(of key: Key, at now: Date) -> Value? {
    rows[key].flatMap { abs(now.timeIntervalSince($0.usedAt)) < lifetime ? $0.value : nil }
  }

  /// Keeps `value` under `key`, used at `now`.
  package mutating func set(_ value: Value, of key: Key, at now: Date) {
    rows[key] = Row(value: value, usedAt: now)
    if rows.count > capacity { shrink() }
  }

  /// Notes that `key` was used at `now`; it never goes back in time.
  mutating func touch(_ key: Key, at now: Date) {
    guard let row = rows[key], row.usedAt < now else { return }
    rows[key] = Row(value: row.value, usedAt: now)
  }

  /// Keeps only rows that `isKept` wants.
  mutating func keep(where isKept: (Key, Value) -> Bool) {
    rows = rows.filter { isKept($0.key, $0.value.value) }
  }

  /// A tenth goes at once, so that a full table does not sort at every entry.
  private mutating func shrink() {
    let surplus = rows.count - capacity + capacity / 10
    let oldest = rows.sorted { $0.value.usedAt < $1.value.usedAt }.prefix(surplus)
    for row in oldest { rows[row.key] = nil }
  }
}
