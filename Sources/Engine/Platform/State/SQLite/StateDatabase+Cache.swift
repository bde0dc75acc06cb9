package import EngineCore

extension StateDatabase: ValueCache {
  /// What nobody stored again for this long is forgotten: half a year, in seconds.
  private static let forgottenAfter: Double = 180 * 86_400

  package func cached(
    _ name: String, maximumAge: Double?, now: Date
  ) throws(StoreError) -> String? {
    // A value from the future was stored under a clock that was wrong: it is as old as it is early.
    try use { (connection) throws(StoreError) in
      try connection.rows(
        "SELECT value FROM cached_value WHERE name = ?1 AND (?2 IS NULL OR abs(?3 - stored_at) <= ?2)",
        [.text(name), maximumAge.map { .real($0) } ?? .null, .date(now)]
      ) { $0.text(0) ?? "" }.first
    }
  }

  package func setCached(_ name: String, _ value: String?, now: Date) throws(StoreError) {
    try inTransaction { (connection) throws(StoreError) in
      try connection.change(
        "DELETE FROM cached_value WHERE name = ? OR stored_at < ?",
        [.text(name), .date(now - Self.forgottenAfter)])
      guard let value else { return }
      try connection.change(
        "INSERT INTO cached_value (name, value, stored_at) VALUES (?, ?, ?)",
        [.text(name), .text(value), .date(now)])
    }
  }
}
