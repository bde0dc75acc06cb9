package import Engine
package import EngineCore

/// One account as the list and the detail panel show it.
package struct AccountEntry: Hashable, Sendable, Identifiable {
  /// The account, its state and its last reading.
  package var snapshot: AccountSnapshot
  /// Its place in the order the accounts were added, 1 is first: what the digit keys select.
  package var number: Int
  /// Its place in automatic choice, 1 is best; nil if it was not ranked.
  package var rank: Int?
  /// Why it stands there, one clause.
  package var rankReason: String?
  /// The last readings of its short window (else of its long one), one an hour, oldest first.
  package var history: [UsageSample]
  /// Where its sandbox lies, `~` for the home folder.
  package var sandbox: String
  /// What is being done with it now, nil if nothing is.
  package var progress: Progress?

  package var id: AccountID { snapshot.id }
  /// The name a person gave it.
  package var label: String { snapshot.account.label.text }

  /// What decides which commands it takes, and what their hints say.
  package struct Standing: Hashable, Sendable {
    let state: AccountState
    let isEnabled: Bool
    let isAPIKey: Bool
  }

  /// What decides which commands it takes, and what their hints say.
  package var standing: Standing {
    Standing(
      state: snapshot.state, isEnabled: snapshot.account.isEnabled,
      isAPIKey: snapshot.account.identity.isAPIKey)
  }

  /// An entry of its parts.
  package init(
    snapshot: AccountSnapshot, number: Int, rank: Int? = nil, rankReason: String? = nil,
    history: [UsageSample] = [], sandbox: String = "", progress: Progress? = nil
  ) {
    self.snapshot = snapshot
    self.number = number
    self.rank = rank
    self.rankReason = rankReason
    self.history = history
    self.sandbox = sandbox
    self.progress = progress
  }

  /// Whether the numbers are older than the poll that should have renewed them: they carry `~` then.
  package func isOverdue(at now: Date) -> Bool {
    guard let reading = snapshot.reading, snapshot.account.isEnabled else { return false }
    let poll = RefreshSchedule.Poll(
      askedAt: reading.readAt, hasRuns: snapshot.liveRuns > 0, jitter: 1.1)
    return reading.age(at: now) > RefreshSchedule.interval(of: poll) + Self.pollSeconds
  }

  /// How long a poll may take before its answer counts as missing, in seconds.
  private static let pollSeconds: Double = 20
}
