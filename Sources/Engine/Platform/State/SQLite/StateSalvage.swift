package import EngineCore

/// Saves what can be read of a state database that was set aside.
package enum StateSalvage {
  /// Copies rows into the database that takes its place, which is created if it is missing. What cannot be
  /// read is left behind, and so is a row that the new database refuses.
  ///
  /// - Parameters:
  ///   - old: the file that was set aside; it is not changed.
  ///   - path: the database to fill.
  /// - Returns: How many rows were saved.
  /// - Throws: `StoreError` if the new database cannot be opened.
  package static func copy(from old: FilePath, to path: FilePath) throws(StoreError) -> Int {
    let state = try StateDatabase(path: path)
    // What was written last may still be in the journal that was set aside with it.
    guard let source = opened(old, .readOnly) ?? opened(old, .immutable),
      // Of another program's tables nothing is ours, whatever their names.
      let owners = try? source.rows("PRAGMA application_id", [], { $0.integer(0) }),
      owners == [StateSchema.applicationID],
      let shape = try? StateShape(of: source)
    else { return 0 }
    var count = 0
    for (table, columns) in StateShape.tables.sorted(by: { $0.key < $1.key }) {
      let shared = columns.filter { shape.found[table]?.contains($0) ?? false }
      guard !shared.isEmpty else { continue }
      var rows: [[SQLiteValue]] = []
      // A damaged page ends the table; what came before it is kept.
      try? source.each("SELECT \(shared.joined(separator: ", ")) FROM \(table)") { row in
        rows.append(shared.indices.map { row.value(Int32($0)) })
      }
      let marks = shared.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
      let names = shared.joined(separator: ", ")
      let saved = rows
      count += try state.inTransaction { (connection) throws(StoreError) in
        var count = 0
        for row in saved {
          let insert = "INSERT OR IGNORE INTO \(table) (\(names)) VALUES (\(marks))"
          count += (try? connection.change(insert, row)) ?? 0
        }
        return count
      }
    }
    return count
  }
  /// A connection that reads, nil if it cannot.
  private static func opened(
    _ path: FilePath, _ creation: SQLiteConnection.Creation
  ) -> SQLiteConnection? {
    guard let connection = try? SQLiteConnection(path, creation: creation, wait: .zero),
      (try? StateShape(of: connection)) != nil
    else { return nil }
    return connection
  }
}

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
