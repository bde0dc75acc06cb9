package import Engine
package import EngineCore

/// All accounts with what the dashboard shows beside the engine's snapshot.
package struct FleetPicture: Hashable, Sendable {
  /// One account's place in automatic choice.
  package struct Place: Hashable, Sendable {
    /// 1 is best.
    package var rank: Int
    /// One clause.
    package var reason: String

    /// A place of its parts.
    package init(rank: Int, reason: String) {
      self.rank = rank
      self.reason = reason
    }
  }

  /// The accounts.
  package var snapshot: FleetSnapshot
  /// What automatic choice would take.
  package var choice: ChoiceSummary?
  /// Their places in automatic choice, of those that it can take.
  package var places: [AccountID: Place]
  /// Their readings of the last 24 hours, one an hour, oldest first.
  package var histories: [AccountID: [UsageSample]]
  /// Where their sandboxes lie, `~` for the home folder.
  package var sandboxes: [AccountID: String]
  /// Whether it follows from readings that have arrived, so that rows may be put in order again.
  package var isFresh: Bool

  /// A picture of its parts.
  package init(
    snapshot: FleetSnapshot, choice: ChoiceSummary? = nil, places: [AccountID: Place] = [:],
    histories: [AccountID: [UsageSample]] = [:], sandboxes: [AccountID: String] = [:],
    isFresh: Bool = true
  ) {
    self.snapshot = snapshot
    self.choice = choice
    self.places = places
    self.histories = histories
    self.sandboxes = sandboxes
    self.isFresh = isFresh
  }
}
