import Engine
package import EngineCore
import TUIKit

/// What every key and every frame asks of all accounts, counted once when they change: a thousand accounts
/// are not walked for a cursor that moves.
package struct AccountFacts: Hashable, Sendable {
  /// How many are in which state.
  package private(set) var states: [AccountState: Int] = [:]
  /// How many automatic choice has ranked.
  package private(set) var ranked = 0
  /// Where the accounts that automatic choice ranks best stand among the entries, by rank.
  package private(set) var best: [Int: Int] = [:]
  /// The longest label in columns.
  package private(set) var label = 0
  /// The longest label with the mark of the default account, in columns.
  package private(set) var markedLabel = 0
  /// The longest address in columns, 0 if there is none.
  package private(set) var email = 0
  /// The longest plan, 0 if there is none.
  package private(set) var plan = 0
  /// The longest word for a state.
  package private(set) var state = 0
  /// The names of the short windows that rows show.
  package private(set) var shortNames: Set<String> = []
  /// The names of the long windows that rows show.
  package private(set) var longNames: Set<String> = []
  /// Whether any of them has a reading.
  package private(set) var hasReading = false
  /// What is being done with them.
  package private(set) var progress: [Progress] = []
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
