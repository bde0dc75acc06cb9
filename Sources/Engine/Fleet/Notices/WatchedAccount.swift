package import EngineCore

/// What notices are decided from: one account as it is known now.
package struct WatchedAccount: Hashable, Sendable {
  /// Which account.
  package let id: AccountID
  /// Its label.
  package let label: String
  /// What it can do now.
  package let state: AccountState
  /// Percent left of its longest window, nil if it is not known or has none.
  package let left: Double?
  /// When the server lets it in again, if it is refused and a time is known.
  package let blockedUntil: Date?
  /// When its banked resets end, soonest first, as far as that is known.
  package let bankedResetsEnd: [Date]

  /// An account of its parts.
  package init(
    id: AccountID, label: String, state: AccountState, left: Double? = nil,
    blockedUntil: Date? = nil, bankedResetsEnd: [Date] = []
  ) {
    self.id = id
    self.label = label
    self.state = state
    self.left = left
    self.blockedUntil = blockedUntil
    self.bankedResetsEnd = bankedResetsEnd
  }
}
