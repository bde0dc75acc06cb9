package import EngineCore

/// What a clock that was ahead left behind.
extension StateDatabase {
  private static let columns = [
    ("reading", "read_at"), ("reading", "failed_at"), ("history", "read_at"), ("event", "at"),
    ("run", "started_at"), ("run", "ended_at"), ("home", "used_at"), ("cached_value", "stored_at"),
    ("notice", "claimed_at"),
  ]

  /// How many rows are dated after `now`.
  package func rowsDatedAhead(of now: Date) throws(StoreError) -> Int {
    try use { (connection) throws(StoreError) in
      var count: Int64 = 0
      for (table, column) in Self.columns {
        let sql = "SELECT count(*) FROM \(table) WHERE \(column) > ?1 + \(Refusal.skewSeconds)"
        count += try connection.rows(sql, [.date(now)]) { $0.integer(0) }.first ?? 0
      }
      return Int(count)
    }
  }

  /// Drops what can be found out again, and gives runs and events that are dated after `now` this date.
  package func mendRowsDatedAhead(of now: Date) throws(StoreError) {
    try inTransaction { (connection) throws(StoreError) in
      for (table, column) in Self.columns {
        let isRecord = table == "event" || table == "run"
        let sql = isRecord ? "UPDATE \(table) SET \(column) = ?1" : "DELETE FROM \(table)"
        try connection.change(
          sql + " WHERE \(column) > ?1 + \(Refusal.skewSeconds)", [.date(now)])
      }
    }
  }
}
