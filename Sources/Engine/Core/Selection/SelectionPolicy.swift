/// What the user wants of automatic choice.
package struct SelectionPolicy: Hashable, Sendable {
  /// How to order the accounts that can be used.
  package var strategy: Strategy
  /// The account that `pinned` takes.
  package var pinned: AccountID?
  /// API-key accounts that may be used when nothing else can, in this order.
  package var fallback: [AccountID]
  /// The account chosen last, which `balanced` leaves only for a clear gain.
  package var previous: AccountID?

  /// A policy of its parts.
  package init(
    strategy: Strategy = .mostLeft, pinned: AccountID? = nil, fallback: [AccountID] = [],
    previous: AccountID? = nil
  ) {
    self.strategy = strategy
    self.pinned = pinned
    self.fallback = fallback
    self.previous = previous
  }
}
