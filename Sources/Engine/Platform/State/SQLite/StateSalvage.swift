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
