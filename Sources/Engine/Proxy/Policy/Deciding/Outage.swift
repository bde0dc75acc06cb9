package import EngineCore

/// Sees that the backend is down, and not the accounts: three of them failing alike within ten seconds.
/// It is over with the first success, or ten seconds after the last such failure.
package struct Outage: Hashable, Sendable {
  private static let accountCount = 3
  private static let span = Duration.seconds(10)

  private var failures: [String: [AccountID: Duration]] = [:]
  private var down: [String: Duration] = [:]

  /// Everything is well.
  package init() {}

  /// Notes a failure.
  ///
  /// - Returns: The accounts that failed alike, if this failure shows that the backend is down.
  package mutating func note(
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
  package func isDown(_ fault: ServerFault, at now: Duration) -> Bool {
    down[fault.kind].map { now - $0 <= Self.span } ?? false
  }

  /// Accounts other than `account` that failed so within the last ten seconds.
  package func others(than account: AccountID, with fault: ServerFault, at now: Duration) -> Int {
    (failures[fault.kind] ?? [:]).filter { $0.key != account && now - $0.value <= Self.span }.count
  }

  /// A request succeeded: all is well.
  package mutating func end() {
    (failures, down) = ([:], [:])
  }
}
