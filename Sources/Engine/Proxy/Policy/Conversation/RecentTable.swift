package import EngineCore

/// A bounded table that forgets what was not used for longest, and whatever is older than its lifetime.
package struct RecentTable<Key: Hashable & Sendable, Value: Hashable & Sendable>: Hashable,
  Sendable
{
  /// One row.
  package struct Row: Hashable, Sendable {
    /// What is kept.
    package let value: Value
    /// When it was last used.
    package let usedAt: Date
  }

  /// The largest number of rows.
  package let capacity: Int
  /// How long a row is kept after its last use, in seconds.
  package let lifetime: Double
  /// Every row, those past their lifetime too.
  package private(set) var rows: [Key: Row] = [:]

  /// An empty table.
  package init(capacity: Int, lifetime: Double) {
    precondition(capacity > 0, "A table without room keeps nothing.")
    self.capacity = capacity
    self.lifetime = lifetime
  }

  /// What is kept under `key` at `now`; nil if nothing is, or for too long. A row from the future was
  /// written under a wrong clock and counts as used now.
  package func value(of key: Key, at now: Date) -> Value? {
    rows[key].flatMap { abs(now.timeIntervalSince($0.usedAt)) < lifetime ? $0.value : nil }
  }

  /// Keeps `value` under `key`, used at `now`.
  package mutating func set(_ value: Value, of key: Key, at now: Date) {
    rows[key] = Row(value: value, usedAt: now)
    if rows.count > capacity { shrink() }
  }

  /// Notes that `key` was used at `now`; it never goes back in time.
  package mutating func touch(_ key: Key, at now: Date) {
    guard let row = rows[key], row.usedAt < now else { return }
    rows[key] = Row(value: row.value, usedAt: now)
  }

  /// Keeps only rows that `isKept` wants.
  package mutating func keep(where isKept: (Key, Value) -> Bool) {
    rows = rows.filter { isKept($0.key, $0.value.value) }
  }

  /// A tenth goes at once, so that a full table does not sort at every entry.
  private mutating func shrink() {
    let surplus = rows.count - capacity + capacity / 10
    let oldest = rows.sorted { $0.value.usedAt < $1.value.usedAt }.prefix(surplus)
    for row in oldest { rows[row.key] = nil }
  }
}
