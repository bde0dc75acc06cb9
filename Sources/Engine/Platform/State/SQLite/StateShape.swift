import EngineCore

/// What a state database of this version has: found out before anything in it is believed.
struct StateShape {
  /// The columns of every table.
  static let tables: [String: [String]] = [
    "reading": ["account", "read_at", "body", "failed_at", "failure"],
    "history": ["account", "window_seconds", "hour", "read_at", "left_percent", "resets_at"],
    "condition": ["account", "body"],
    "run": [
      "number", "account", "label", "pid", "start_ticks", "owner_pid", "owner_start_ticks",
      "directory", "subcommand", "codex_version", "is_rotated", "started_at", "ended_at",
      "exit_status", "end_signal",
    ],
    "event": ["number", "at", "kind", "account", "label", "run", "message", "move"],
    "choice": ["name", "value"],
    "cached_value": ["name", "value", "stored_at"],
    "home": ["conversation", "account", "used_at"],
    "rest": ["account", "until"],
    "client_token": ["name", "digest", "created_at", "account", "for_container"],
    "screen": ["name", "body"],
    "sent_token": ["digest", "outcome", "detail", "sent_at"],
    "project": ["place", "account", "strategy", "chosen_at"],
    "notice": ["name", "claimed_at"],
  ]

  /// The columns that are there, by table.
  let found: [String: Set<String>]

  /// Looks at a database.
  init(of connection: SQLiteConnection) throws(StoreError) {
    let sql = """
      SELECT m.name, p.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS p
      WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~'
      """
    let rows = try connection.rows(sql) { ($0.text(0) ?? "", $0.text(1) ?? "") }
    found = Dictionary(grouping: rows) { $0.0 }.mapValues { Set($0.map(\.1)) }
  }

  /// The first table that is missing or lacks a column, by name; nil if everything is there.
  var flaw: String? {
    for (table, columns) in Self.tables.sorted(by: { $0.key < $1.key }) {
      guard let found = found[table] else { return "the table \(table) is missing" }
      if let column = columns.first(where: { !found.contains($0) }) {
        return "the table \(table) lacks the column \(column)"
      }
    }
    return nil
  }
}
