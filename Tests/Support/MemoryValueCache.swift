package import EngineCore
import Synchronization

/// Small values in memory.
package final class MemoryValueCache: ValueCache {
  private let values = Mutex<[String: (value: String, at: Date)]>([:])

  /// An empty cache.
  package init() {}

  /// The names of everything stored, sorted.
  package var names: [String] { values.withLock { $0.keys.sorted() } }

  package func cached(
    _ name: String, maximumAge: Double?, now: Date
  ) throws(StoreError) -> String? {
    guard let entry = values.withLock({ $0[name] }) else { return nil }
    if let maximumAge, now.timeIntervalSince(entry.at) > maximumAge { return nil }
    return entry.value
  }

  package func setCached(_ name: String, _ value: String?, now: Date) throws(StoreError) {
    values.withLock { $0[name] = value.map { ($0, now) } }
  }
}

/// Conditions in memory; may be told to fail.
package final class MemoryConditionStore: ConditionStore {
  private struct State {
    var conditions: [AccountID: AccountCondition] = [:]
    var failure: StoreError?
  }

  private let state = Mutex(State())

  /// An empty store.
  package init() {}

  /// Makes every call fail; nil heals it.
  package func fail(with error: StoreError?) {
    state.withLock { $0.failure = error }
  }

  package func conditions() throws(StoreError) -> [AccountID: AccountCondition] {
    let (conditions, failure) = state.withLock { ($0.conditions, $0.failure) }
    if let failure { throw failure }
    return conditions
  }

  package func updateCondition(
    of account: AccountID, _ change: @Sendable (inout AccountCondition) -> Void
  ) throws(StoreError) {
    let failure = state.withLock { state in
      if state.failure == nil { change(&state.conditions[account, default: AccountCondition()]) }
      return state.failure
    }
    if let failure { throw failure }
  }
}
