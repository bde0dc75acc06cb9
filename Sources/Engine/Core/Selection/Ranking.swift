/// The outcome of automatic choice: an order with a reason for every account.
package struct Ranking: Hashable, Sendable {
  /// The account to take, nil if none can be used.
  package let selected: AccountID?
  /// How the accounts were ordered.
  package let strategy: Strategy
  /// Why this one, or why none: one sentence.
  package let reason: String
  /// Something to tell the user before going on, for example the age of a stale reading.
  package let warning: String?
  /// The earliest reset, when nothing can be used and one is known.
  package let blockedUntil: Date?
  /// Every account, best first.
  package let entries: [RankedAccount]

  /// A ranking of its parts.
  package init(
    selected: AccountID?, strategy: Strategy, reason: String, warning: String? = nil,
    blockedUntil: Date? = nil, entries: [RankedAccount]
  ) {
    self.selected = selected
    self.strategy = strategy
    self.reason = reason
    self.warning = warning
    self.blockedUntil = blockedUntil
    self.entries = entries
  }
}
