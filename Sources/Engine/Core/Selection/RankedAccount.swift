/// One account's place in a ranking.
package struct RankedAccount: Hashable, Sendable, Identifiable {
  /// The account.
  package let id: AccountID
  /// Its label.
  package let label: String
  /// Its place, 1 is best.
  package let rank: Int
  /// Whether it can be used now.
  package let isViable: Bool
  /// Why it stands where it stands: one clause with the numbers it was judged by.
  package let reason: String
  /// The used percent it was judged by, nil if there was none.
  package let usedPercent: Double?
  /// The age of its reading in seconds, nil if there was none.
  package let ageSeconds: Int?

  /// A place of its parts.
  package init(
    id: AccountID, label: String, rank: Int, isViable: Bool, reason: String, usedPercent: Double?,
    ageSeconds: Int?
  ) {
    self.id = id
    self.label = label
    self.rank = rank
    self.isViable = isViable
    self.reason = reason
    self.usedPercent = usedPercent
    self.ageSeconds = ageSeconds
  }
}
