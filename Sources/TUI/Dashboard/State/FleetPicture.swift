import Engine
import EngineCore
import TUIKit

/// All accounts with what the dashboard shows beside the engine's snapshot.
struct FleetPicture: Hashable, Sendable {
  /// One account's place in automatic choice.
  struct Place: Hashable, Sendable {
    /// 1 is best.
    var rank: Int
    /// One clause.
    var reason: String
  }

  /// The accounts.
  var snapshot: FleetSnapshot
  /// What automatic choice would take.
  var choice: ChoiceSummary?
  /// Their places in automatic choice, of those that it can take.
  var places: [AccountID: Place] = [:]
  /// Their readings of the last 24 hours, one an hour, oldest first.
  var histories: [AccountID: [UsageSample]] = [:]
  /// Where their sandboxes are, `~` for the home folder.
  var sandboxes: [AccountID: String] = [:]
  /// Whether it follows from readings that have arrived, so that rows may be put in order again.
  var isFresh: Bool = true
}

/// What automatic choice would take now.
struct ChoiceSummary: Hashable, Sendable {
  /// The account, nil if none can be used.
  var selected: AccountID?
  /// Its label, nil if none can be used.
  var label: String?
  /// Why this one, or why none: one sentence.
  var reason: String
  /// The earliest reset, when nothing can be used and one is known.
  var blockedUntil: Date?
}

/// One account as the list and the detail panel show it.
struct AccountEntry: Hashable, Sendable, Identifiable {
  /// The account, its state and its last reading.
  var snapshot: AccountSnapshot
  /// Its place in the order the accounts were added, 1 is first: what the digit keys select.
  var number: Int
  /// Its place in automatic choice, 1 is best; nil if it was not ranked.
  var rank: Int?
  /// Why it stands there, one clause.
  var rankReason: String?
  /// The last readings of its short window (else of its long one), one an hour, oldest first.
  var history: [UsageSample]
  /// Where its sandbox is, `~` for the home folder.
  var sandbox: String
  /// What is being done with it now, nil if nothing is.
  var progress: Progress?

  var id: AccountID { snapshot.id }
  /// The name a person gave it.
  var label: String { snapshot.account.label.text }

  /// What decides which commands it takes, and what their hints say.
  struct Standing: Hashable, Sendable {
    let state: AccountState
    let isEnabled: Bool
    let isAPIKey: Bool
  }

  /// What decides which commands it takes, and what their hints say.
  var standing: Standing {
    Standing(
      state: snapshot.state, isEnabled: snapshot.account.isEnabled,
      isAPIKey: snapshot.account.identity.isAPIKey)
  }

  /// An entry of its parts.
  init(
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
  func isOverdue(at now: Date) -> Bool {
    guard let reading = snapshot.reading, snapshot.account.isEnabled else { return false }
    let poll = RefreshSchedule.Poll(
      askedAt: reading.readAt, hasRuns: snapshot.liveRuns > 0, jitter: 1.1)
    return reading.age(at: now) > RefreshSchedule.interval(of: poll) + Self.pollSeconds
  }

  /// How long a poll may take before its answer counts as missing, in seconds.
  private static let pollSeconds: Double = 20
}

/// What every key and every frame asks of all accounts, counted once when they change: a thousand accounts
/// are not walked for a cursor that moves.
struct AccountFacts: Hashable, Sendable {
  /// How many are in which state.
  private(set) var states: [AccountState: Int] = [:]
  /// How many automatic choice has ranked.
  private(set) var ranked = 0
  /// Where the accounts that automatic choice ranks best stand among the entries, by rank.
  private(set) var best: [Int: Int] = [:]
  /// The longest label in columns.
  private(set) var label = 0
  /// The longest label with the mark of the default account, in columns.
  private(set) var markedLabel = 0
  /// The longest address in columns, 0 if there is none.
  private(set) var email = 0
  /// The longest plan, 0 if there is none.
  private(set) var plan = 0
  /// The longest word for a state.
  private(set) var state = 0
  /// The names of the short windows that rows show.
  private(set) var shortNames: Set<String> = []
  /// The names of the long windows that rows show.
  private(set) var longNames: Set<String> = []
  /// Whether any of them has a reading.
  private(set) var hasReading = false
  /// What is being done with them.
  private(set) var progress: [Progress] = []
  private var places: [AccountID: Int] = [:]

  /// So many of the best ranks are kept.
  static let bestRanks = 6

  /// The facts of accounts.
  init(_ entries: [AccountEntry] = []) {
    var lengths: (short: Set<Int>, long: Set<Int>) = ([], [])
    for (place, entry) in entries.enumerated() {
      add(entry, at: place)
      guard entry.snapshot.showsWindows, let reading = entry.snapshot.reading else { continue }
      if let short = reading.shortWindow { lengths.short.insert(short.lengthSeconds) }
      if let long = reading.longestLongWindow { lengths.long.insert(long.lengthSeconds) }
    }
    shortNames = Set(lengths.short.map(QuotaWindow.name(lengthSeconds:)))
    longNames = Set(lengths.long.map(QuotaWindow.name(lengthSeconds:)))
  }

  /// Where an account stands among the entries, nil if it is none of them.
  func place(of id: AccountID) -> Int? { places[id] }

  private mutating func add(_ entry: AccountEntry, at place: Int) {
    let account = entry.snapshot
    places[entry.id] = place
    states[account.state, default: 0] += 1
    if let rank = entry.rank {
      ranked += 1
      if rank <= Self.bestRanks { best[rank] = place }
    }
    let width = TextWidth.of(entry.label)
    label = max(label, width)
    markedLabel = max(markedLabel, width + (account.isDefault ? 2 : 0))
    email = max(email, account.account.email.map { TextWidth.of($0) } ?? 0)
    plan = max(plan, account.planText.count)
    state = max(state, account.stateText.count)
    if let doing = entry.progress { progress.append(doing) }
    if account.reading != nil { hasReading = true }
  }
}
