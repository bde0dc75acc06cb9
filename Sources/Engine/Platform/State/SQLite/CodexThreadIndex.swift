package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Mends codex's own databases of conversations, `state_<schema number>.sqlite`, in place.
///
/// Codex may have them open; a write waits for it.
package struct CodexThreadIndex: ThreadIndex {
  let wait: Duration

  /// An index of whatever databases a folder holds, which waits up to `wait` for codex to finish
  /// writing.
  package init(wait: Duration = .seconds(5)) {
    self.wait = wait
  }

  package func rewritePaths(
    in folder: FilePath, from sandboxHome: FilePath, to sharedHome: FilePath
  ) throws(StoreError) -> Int {
    var count = 0
    var failure: StoreError?
    for database in Self.databases(in: folder) {
      do {
        for home in Self.spellings(of: sandboxHome) {
          count += try Self.ofCodex { () throws(StoreError) in
            try rewrite(database, from: home, to: sharedHome)
          }
        }
      } catch {
        // The others are mended all the same.
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return count
  }

  private func rewrite(
    _ database: FilePath, from home: FilePath, to sharedHome: FilePath
  ) throws(StoreError) -> Int {
    let connection = try SQLiteConnection(database, creation: .refused, wait: wait)
    let query = "SELECT name FROM pragma_table_info('threads')"
    let columns = try connection.rows(query) { $0.text(0) }
    guard columns.contains("rollout_path") else { return 0 }
    // Compared by whole prefix, not by LIKE: `%` and `_` are ordinary in a path, and case counts.
    return try connection.change(
      """
      UPDATE threads SET rollout_path = ?2 || substr(rollout_path, length(?1) + 1)
      WHERE substr(rollout_path, 1, length(?3)) = ?3 OR substr(rollout_path, 1, length(?4)) = ?4
      """,
      [
        .text(home.text), .text(sharedHome.text), .text((home / "sessions").text + "/"),
        .text((home / "archived_sessions").text + "/"),
      ])
  }

  package func rewriteLostPaths(
    in folder: FilePath, to sharedHome: FilePath
  ) throws(StoreError) -> Int {
    var count = 0
    for database in Self.databases(in: folder) {
      let connection = try SQLiteConnection(database, creation: .refused, wait: wait)
      let query = "SELECT name FROM pragma_table_info('threads')"
      let columns = try connection.rows(query) { $0.text(0) }
      guard columns.contains("rollout_path") else { continue }
      let paths = try connection.rows("SELECT DISTINCT rollout_path FROM threads") {
        $0.text(0) ?? ""
      }
      for path in paths {
        guard let found = newPlace(of: FilePath(path), in: sharedHome) else { continue }
        count += try connection.change(
          "UPDATE threads SET rollout_path = ?2 WHERE rollout_path = ?1",
          [.text(path), .text(found.text)])
      }
    }
    return count
  }

  package func newPlace(of path: FilePath, in sharedHome: FilePath) -> FilePath? {
    guard path.isAbsolute, access(path.text, F_OK) != 0, errno == ENOENT || errno == ENOTDIR else {
      return nil
    }
    let names = path.text.split(separator: "/").map(String.init)
    guard let start = names.lastIndex(where: { $0 == "sessions" || $0 == "archived_sessions" }),
      !names.contains("..")
    else { return nil }
    let found = names[start...].reduce(sharedHome) { $0 / $1 }
    return found != path && access(found.text, F_OK) == 0 ? found : nil
  }

  /// Does something to a database of codex, which codex alone mends.
  static func ofCodex<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result
  {
    do throws(StoreError) {
      return try body()
    } catch .damaged(let path, let detail) {
      throw .codexDamaged(path: path, detail: detail)
    }
  }

  /// The home as it is written and as it is with links resolved: codex may have stored either.
  private static func spellings(of home: FilePath) -> [FilePath] {
    guard let resolved = realpath(home.text, nil) else { return [home] }
    defer { free(resolved) }
    let other = FilePath(String(cString: resolved))
    return other == home ? [home] : [home, other]
  }

  /// The databases of a folder, whatever their schema number; none if it cannot be listed.
  static func databases(
    in folder: FilePath, of families: [String] = ["state_"]
  ) -> [FilePath] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.text) else {
      return []
    }
    return names.filter { name in
      name.hasSuffix(".sqlite") && families.contains { name.hasPrefix($0) }
    }
    .sorted().map { folder / $0 }
  }
}

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
