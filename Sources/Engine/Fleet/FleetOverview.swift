package import EngineCore

/// Everything that a screen shows of all accounts, of one moment.
package struct FleetOverview: Sendable {
  /// The accounts.
  package let snapshot: FleetSnapshot
  /// What automatic choice would take.
  package let ranking: Ranking
  /// The readings of every account, one an hour, oldest first: of its short window, else its long one.
  package let histories: [AccountID: [UsageSample]]
  /// Where every account's sandbox lies.
  package let sandboxes: [AccountID: FilePath]

  /// An overview of its parts.
  package init(
    snapshot: FleetSnapshot, ranking: Ranking, histories: [AccountID: [UsageSample]],
    sandboxes: [AccountID: FilePath]
  ) {
    self.snapshot = snapshot
    self.ranking = ranking
    self.histories = histories
    self.sandboxes = sandboxes
  }
}
