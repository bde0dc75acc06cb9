package import EngineCore

/// Short rests of accounts after transient errors: 5 s, doubling to 60 s while it goes on, forgiven by
/// the first success.
package struct Cooldowns: Hashable, Sendable {
  /// One account's rest.
  struct Rest: Hashable, Sendable {
    /// When it ends, by the clock that never runs backwards.
    let until: Duration
    /// How many rests in a row, from 1.
    let count: Int
    /// Whether the server asked for it: asking earlier would be in vain.
    let isAskedFor: Bool
  }

  private static let shortest = Duration.seconds(5)
  private static let longest = Duration.seconds(60)

  private var rests: [AccountID: Rest] = [:]

  /// No one rests.
  init() {}

  /// Lets an account rest. Failures of requests that were under way together count once.
  mutating func begin(_ account: AccountID, at now: Duration) {
    let last = rests[account]
    guard last.map({ $0.until <= now }) ?? true else { return }
    let count = min((last?.count ?? 0) + 1, 16)
    let length = min(Self.shortest * (1 << (count - 1)), Self.longest)
    rests[account] = Rest(until: now + length, count: count, isAskedFor: false)
  }

  /// Lets an account rest for as long as the server asked, a minute at most.
  mutating func begin(_ account: AccountID, asked: Duration, at now: Duration) {
    let until = now + min(asked, Self.longest)
    rests[account] = Rest(until: until, count: rests[account]?.count ?? 0, isAskedFor: true)
  }

  /// The rest of an account at `now`, nil if it has none.
  func rest(of account: AccountID, at now: Duration) -> Rest? {
    rests[account].flatMap { $0.until > now ? $0 : nil }
  }

  /// Ends an account's rest and forgets how many there were.
  mutating func forgive(_ account: AccountID) {
    rests[account] = nil
  }

  /// Ends an account's rest, but not the memory of it.
  mutating func interrupt(_ account: AccountID, at now: Duration) {
    guard let rest = rests[account], rest.until > now else { return }
    rests[account] = Rest(until: now, count: rest.count, isAskedFor: false)
  }

  /// Forgets accounts that are no more.
  mutating func keep(only accounts: Set<AccountID>) {
    rests = rests.filter { accounts.contains($0.key) }
  }

  /// When rests end, by the wall clock, for other processes.
  package func ends(at now: Moment) -> [AccountID: Date] {
    rests.filter { $0.value.until > now.uptime }.mapValues {
      now.wall + ($0.until - now.uptime) / .seconds(1)
    }
  }

  /// Takes over rests that another process noted; none is believed beyond a minute.
  mutating func restore(_ ends: [AccountID: Date], at now: Moment) {
    for (account, end) in ends where end > now.wall && rest(of: account, at: now.uptime) == nil {
      let left = Duration.milliseconds(Int(min(end.timeIntervalSince(now.wall), 60) * 1_000))
      rests[account] = Rest(until: now.uptime + left, count: 1, isAskedFor: false)
    }
  }
}

/// Sees that the backend is down, and not the accounts: three of them failing alike within ten seconds.
/// It is over with the first success, or ten seconds after the last such failure.
struct Outage: Hashable, Sendable {
  private static let accountCount = 3
  private static let span = Duration.seconds(10)

  private var failures: [String: [AccountID: Duration]] = [:]
  private var down: [String: Duration] = [:]

  /// Everything is well.
  init() {}

  /// Notes a failure.
  ///
  /// - Returns: The accounts that failed alike, if this failure shows that the backend is down.
  mutating func note(
    _ fault: ServerFault, on account: AccountID, at now: Duration
  ) -> Set<AccountID> {
    var recent = (failures[fault.kind] ?? [:]).filter { now - $0.value <= Self.span }
    recent[account] = now
    failures[fault.kind] = recent
    guard isDown(fault, at: now) || recent.count >= Self.accountCount else { return [] }
    down[fault.kind] = now
    return Set(recent.keys)
  }

  /// Whether faults of this kind are the backend's at `now`.
  func isDown(_ fault: ServerFault, at now: Duration) -> Bool {
    down[fault.kind].map { now - $0 <= Self.span } ?? false
  }

  /// Accounts other than `account` that failed so within the last ten seconds.
  func others(than account: AccountID, with fault: ServerFault, at now: Duration) -> Int {
    (failures[fault.kind] ?? [:]).filter { $0.key != account && now - $0.value <= Self.span }.count
  }

  /// A request succeeded: all is well.
  mutating func end() {
    (failures, down) = ([:], [:])
  }
}
