package import EngineCore

/// What conversations take on disk, by account and age.
package struct ConversationUsage: Hashable, Sendable {
  /// So many, so large.
  package struct Amount: Hashable, Sendable {
    /// How many.
    package private(set) var count = 0
    /// Their size in bytes.
    package private(set) var bytes: Int64 = 0

    /// Nothing.
    package init() {}

    /// Adds one of a size.
    mutating func add(_ size: Int64) {
      count += 1
      bytes += size
    }
  }

  /// What one account started.
  package struct Share: Hashable, Sendable {
    /// The account's label; nil for those of which codex does not note the account.
    package let label: String?
    /// All of it.
    package let total: Amount
    /// The same by age.
    package let ages: [ConversationAge: Amount]
  }

  /// Everything.
  package let total: Amount
  /// By account, the largest first.
  package let shares: [Share]

  /// The use of some conversations.
  package init(_ conversations: [ConversationRecord], at now: Date) {
    total = Self.amount(conversations)
    shares = Dictionary(grouping: conversations, by: \.label).map { label, own in
      let ages = Dictionary(grouping: own) { ConversationAge(of: $0.usedAt, at: now) }
      return Share(label: label, total: Self.amount(own), ages: ages.mapValues(Self.amount))
    }
    .sorted { ($1.total.bytes, $0.label ?? "") < ($0.total.bytes, $1.label ?? "") }
  }

  private static func amount(_ conversations: [ConversationRecord]) -> Amount {
    conversations.reduce(into: Amount()) { $0.add($1.size) }
  }
}
