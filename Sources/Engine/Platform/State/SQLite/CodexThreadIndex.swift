package import EngineCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
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
