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
