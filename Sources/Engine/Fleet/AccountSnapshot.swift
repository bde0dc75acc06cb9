package import EngineCore

/// One account as it stands at one moment.
package struct AccountSnapshot: Hashable, Sendable, Identifiable {
  /// The account itself.
  package var account: Account
  /// What it can do now.
  package var state: AccountState
  /// Whether it is the default account.
  package var isDefault: Bool
  /// The last good reading, its ended windows started anew.
  package var reading: QuotaReading?
  /// Whether that reading is older than 15 minutes.
  package var isStale: Bool
  /// When it can be used again, if it cannot now and a time is known.
  package var blockedUntil: Date?
  /// What is wrong with it, nil if nothing is.
  package var error: ErrorReport?
  /// Runs in progress on it.
  package var liveRuns: Int

  package var id: AccountID { account.id }

  /// The plan: as the last reading names it, else as the sign-in did; a token keeps its old plan for days
  /// after an upgrade.
  package var plan: Plan? { reading?.plan ?? account.plan }

  /// A snapshot of its parts.
  package init(
    account: Account, state: AccountState, isDefault: Bool, reading: QuotaReading?, isStale: Bool,
    blockedUntil: Date?, error: ErrorReport?, liveRuns: Int
  ) {
    self.account = account
    self.state = state
    self.isDefault = isDefault
    self.reading = reading
    self.isStale = isStale
    self.blockedUntil = blockedUntil
    self.error = error
    self.liveRuns = liveRuns
  }
}
