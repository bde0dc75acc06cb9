package import EngineCore

/// One immutable picture of all accounts.
package struct FleetSnapshot: Hashable, Sendable {
  /// When it was taken.
  package var takenAt: Date
  /// All accounts, in the order they were added.
  package var accounts: [AccountSnapshot]
  /// Sandboxes that could not be read, with the reason.
  package var unreadable: [ErrorReport]
  /// The labels of accounts that an older tool keeps in this root.
  package var older: [String]
  /// Those of them that have the name of an account, to be shown beside the others; nothing can be done with
  /// them.
  package var unreadableAccounts: [AccountSnapshot]
  /// What the folder that swop was started in says about runs, nil if nothing.
  package var project: ProjectSnapshot?
  /// The folder that relaxed accounts share; nil for `~/.codex`.
  package var sharedHome: FilePath?

  /// A picture of its parts.
  init(
    takenAt: Date, accounts: [AccountSnapshot], unreadable: [ErrorReport] = [],
    unreadableAccounts: [AccountSnapshot] = [], older: [String] = [],
    project: ProjectSnapshot? = nil, sharedHome: FilePath? = nil
  ) {
    self.takenAt = takenAt
    self.accounts = accounts
    self.unreadable = unreadable
    self.older = older
    self.unreadableAccounts = unreadableAccounts
    self.project = project
    self.sharedHome = sharedHome
  }

  /// Every account there is, those that cannot be read last.
  package var shown: [AccountSnapshot] { accounts + unreadableAccounts }

  /// The default account, nil if none is chosen.
  package var defaultAccount: AccountSnapshot? { accounts.first(where: \.isDefault) }
}

/// One account as it stands at one moment.
package struct AccountSnapshot: Hashable, Sendable, Identifiable {
  /// The account itself.
  package var account: Account
  /// What it can do now.
  package var state: AccountState
  /// Whether it is the default account.
  package var isDefault: Bool
  /// The last good reading, its ended windows started over.
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
  init(
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

extension AccountSnapshot {
  /// The word of the state; a low window that is not the shortest is named, runs beyond one are counted.
  package var stateText: String {
    if state == .inUse && liveRuns > 1 { return "\(state.word) \(liveRuns)" }
    guard state == .low, let reading,
      reading.shortWindow?.isLow != true, let long = reading.windows.last(where: \.isLow)
    else { return state.word }
    return "\(state.word) \(long.name)"
  }

  /// The plan as it was last seen, in capitals; empty if unknown.
  package var planText: String { plan?.name.uppercased() ?? "" }

  /// Whether its windows say anything: it is on and signed in.
  package var showsWindows: Bool { state != .off && state != .expired }
}

/// Everything that a screen shows of all accounts, of one moment.
package struct FleetOverview: Sendable {
  /// The accounts.
  package let snapshot: FleetSnapshot
  /// What automatic choice would take.
  package let ranking: Ranking
  /// The readings of every account, one an hour, oldest first: of its short window, else its long one.
  package let histories: [AccountID: [UsageSample]]
  /// Where every account's sandbox is.
  package let sandboxes: [AccountID: FilePath]
}

/// What is known beside the accounts themselves at one moment.
struct Knowledge: Sendable {
  /// The stored readings.
  let readings: [AccountID: StoredReading]
  /// Dead sign-ins and refusals.
  let conditions: [AccountID: AccountCondition]
  /// The default account.
  let defaultAccount: AccountID?
  /// Runs in progress, by account.
  let liveRuns: [AccountID: Int]
  /// The account of the last run.
  let lastUsed: AccountID?
  /// The rules by which codex would log accounts out where they are to run.
  var exclusions: [AccountID: ForcedSignIn.Rule] = [:]
}
