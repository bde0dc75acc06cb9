package import EngineCore

extension CodexThreadIndex: ThreadCatalogue {
  /// The group of pinned conversations: codex has it under this identity in every home.
  private static let pinnedSection = "01984de2-8f74-7c91-a3b2-5c5e937cf318"

  package func threads(in folder: FilePath) -> ThreadList {
    var list = ThreadList()
    var rows: [String: ThreadRow] = [:]
    // A newer schema's database comes later and counts.
    for database in Self.databases(in: folder).sorted(by: Self.isOlder) {
      do throws(StoreError) {
        let found = try Self.ofCodex { () throws(StoreError) in try threads(of: database) }
        for row in found { rows[row.id] = row }
      } catch {
        list.failures.append(error)
      }
    }
    list.rows = rows.values.sorted { ($1.usedAt, $0.id) < ($0.usedAt, $1.id) }
    return list
  }

  package func removeThread(_ id: String, in folder: FilePath) throws(StoreError) {
    for database in Self.databases(in: folder) + Self.databases(in: folder, of: Self.companions) {
      try Self.ofCodex { () throws(StoreError) in try removeThread(id, of: database) }
    }
  }

  private func removeThread(_ id: String, of database: FilePath) throws(StoreError) {
    let connection = try SQLiteConnection(database, creation: .refused, wait: wait)
    // What codex hangs on a conversation goes with its row.
    try connection.execute("PRAGMA foreign_keys = ON")
    try connection.transaction { (connection) throws(StoreError) in
      let tables = try connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'") {
        $0.text(0) ?? ""
      }
      for table in tables {
        for column in try Self.references(in: table, of: connection) {
          try connection.change("DELETE FROM \"\(table)\" WHERE \(column) = ?1", [.text(id)])
        }
      }
    }
  }

  /// Databases that hold what belongs to conversations beside their rows.
  private static let companions = ["thread_history_", "queue_", "goals_"]

  /// The columns of a table that name a conversation.
  private static func references(
    in table: String, of connection: SQLiteConnection
  ) throws(StoreError) -> [String] {
    guard !table.contains("\"") else { return [] }
    let own = table == "threads" ? ["id"] : ["thread_id", "child_thread_id", "parent_thread_id"]
    return try columns(of: table, in: connection).intersection(own).sorted()
  }

  private func threads(of database: FilePath) throws(StoreError) -> [ThreadRow] {
    let connection = try SQLiteConnection(database, creation: .refused, wait: wait)
    let columns = try Self.columns(of: "threads", in: connection)
    guard columns.isSuperset(of: ["id", "rollout_path", "cwd"]) else { return [] }
    let edges = try Self.columns(of: "thread_spawn_edges", in: connection)
    let hasEdges = edges.isSuperset(of: ["parent_thread_id", "child_thread_id"])
    // Versions differ in their columns; one that is not there holds nothing.
    func column(_ name: String) -> String { columns.contains(name) ? "threads.\(name)" : "NULL" }
    func milliseconds(_ name: String) -> String {
      "COALESCE(\(column(name + "_ms")), \(column(name)) * 1000, 0)"
    }
    let parent = hasEdges ? "thread_spawn_edges.parent_thread_id" : "NULL"
    let join =
      hasEdges
      ? "LEFT JOIN thread_spawn_edges ON thread_spawn_edges.child_thread_id = threads.id" : ""
    let sql = """
      SELECT threads.id, threads.rollout_path, threads.cwd, \(column("name")), \(column("title")),
        \(column("preview")), \(column("first_user_message")), \(milliseconds("created_at")),
        MAX(\(milliseconds("updated_at")), \(milliseconds("recency_at"))), \(column("archived")),
        \(column("is_pinned")), \(column("thread_section_id")), \(column("creator_account_id")),
        \(column("creator_user_id")), \(parent)
      FROM threads \(join)
      """
    return try connection.rows(sql) { Self.thread($0) }
  }

  private static func thread(_ row: SQLiteRow) -> ThreadRow {
    let title = (3...6).lazy.compactMap { row.text(Int32($0)) }.first { !$0.isEmpty }
    let (account, user) = (row.text(12), row.text(13))
    return ThreadRow(
      id: row.text(0) ?? "", rollout: FilePath(row.text(1) ?? ""),
      folder: FilePath(row.text(2) ?? ""),
      title: title, startedAt: moment(row.integer(7)), usedAt: moment(row.integer(8)),
      isArchived: row.integer(9) != 0,
      isPinned: row.integer(10) != 0 || row.text(11) == pinnedSection,
      creator: account.flatMap { account in user.map { .chatGPT(accountID: account, userID: $0) } },
      parent: row.text(14))
  }

  private static func moment(_ milliseconds: Int64) -> Date {
    Date(timeIntervalSince1970: Double(milliseconds) / 1_000).withinCalendar
  }

  private static func columns(
    of table: String, in connection: SQLiteConnection
  ) throws(StoreError) -> Set<String> {
    let sql = "SELECT name FROM pragma_table_info(?1)"
    return Set(try connection.rows(sql, [.text(table)]) { $0.text(0) ?? "" })
  }

  /// By schema number: `state_5` before `state_12`.
  private static func isOlder(_ first: FilePath, _ second: FilePath) -> Bool {
    func number(_ path: FilePath) -> Int { Int(path.name.dropFirst(6).dropLast(7)) ?? 0 }
    return (number(first), first.name) < (number(second), second.name)
  }
}
