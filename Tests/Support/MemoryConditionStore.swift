package import EngineCore
import Synchronization

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
