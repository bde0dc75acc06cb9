package import EngineCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Everything swop stores about accounts and runs, in one SQLite file that any number of swop
/// processes may have open: readings, history, conditions, runs, events, choices, cached values.
///
/// Calls are synchronous: a few microseconds each, up to five seconds if another process holds the
/// write lock that long. What is written survives the death of the process at once, and a power cut
/// never damages the file; a power cut may lose the last moments.
///
/// Where the file cannot be written (the disk is full, has no inodes left, or is read-only) everything that
/// is in it can still be read; what would change it throws the cause. As soon as writing works again it is
/// used again.
package final class StateDatabase: Sendable {
  /// The connection, and why it is only a copy in memory.
  private struct Access {
    var connection: SQLiteConnection
    var refusal: StoreError?
    /// How often the copy was used.
    var uses = 0
  }

  /// After so many uses of the copy the file is tried again, so that a process that only reads sees what is
  /// new.
  private static let usesOfCopy = 64

  private let access: Mutex<Access>
  private let wait: Duration
  /// The file, for errors.
  let path: FilePath

  /// Opens the database and brings it to this swop's version; creates it, owner-only, if it is
  /// missing. Its folder must exist.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - wait: how long a call waits for another process that writes.
  /// - Throws: `StoreError`.
  package init(path: FilePath, wait: Duration = .seconds(5)) throws(StoreError) {
    self.path = path
    self.wait = wait
    access = Mutex(try Self.access(to: path, wait: wait))
  }

  private init(inMemory connection: sending SQLiteConnection) {
    path = ":memory:"
    wait = .zero
    access = Mutex(Access(connection: connection))
  }

  /// A database that lives in memory and ends with this value.
  package static func inMemory() throws(StoreError) -> StateDatabase {
    StateDatabase(inMemory: try opened(":memory:", wait: .zero))
  }

  /// Why nothing can be written now; nil if it can, as far as is known.
  var refusal: StoreError? { access.withLock { $0.refusal } }

  /// Uses the connection alone.
  func use<Result: Sendable>(
    _ body: @Sendable (SQLiteConnection) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try access.withLock { (access) throws(StoreError) in
      guard let refusal = access.refusal else { return try body(access.connection) }
      access.uses += 1
      if access.uses < Self.usesOfCopy {
        do throws(StoreError) {
          return try body(access.connection)
        } catch .unusable {
          // It would write.
        }
      }
      access.uses = 0
      guard let opened = try? Self.opened(path, wait: wait) else {
        return try Self.reading(body, from: access.connection, orThrow: refusal)
      }
      access = Access(connection: opened)
      return try body(access.connection)
    }
  }

  /// Uses a copy once more; what would write throws the cause.
  private static func reading<Result>(
    _ body: (SQLiteConnection) throws(StoreError) -> Result, from copy: SQLiteConnection,
    orThrow refusal: StoreError
  ) throws(StoreError) -> Result {
    do throws(StoreError) {
      return try body(copy)
    } catch .unusable {
      throw refusal
    }
  }

  /// Uses the connection alone, in one transaction that holds the write lock from its start.
  func inTransaction<Result: Sendable>(
    _ body: @Sendable (SQLiteConnection) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try use { (connection) throws(StoreError) in try connection.transaction(body) }
  }

  // MARK: - Opening

  private static func access(to path: FilePath, wait: Duration) throws(StoreError) -> sending Access
  {
    do {
      return Access(connection: try opened(path, wait: wait))
    } catch {
      guard error.isRefusalToWrite else { throw error }
      return Access(
        connection: try copy(of: path), refusal: error)
    }
  }

  private static func opened(
    _ path: FilePath, wait: Duration
  ) throws(StoreError) -> sending SQLiteConnection {
    let file = PrivateDatabaseFile(path: path)
    if path != ":memory:" {
      try file.requireFile()
      file.createIfMissing()
    }
    let connection = try SQLiteConnection(path, creation: .allowed, wait: wait)
    if path != ":memory:" { try file.closeToOthers() }
    try StateMigration(connection: connection, path: path, wait: wait).run()
    try connection.execute("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
    return connection
  }

  /// What is in a file that cannot be written, in memory: reading in place would need files beside it.
  private static func copy(of path: FilePath) throws(StoreError) -> sending SQLiteConnection {
    let memory = try SQLiteConnection(":memory:", creation: .allowed, wait: .zero)
    if PrivateDatabaseFile(path: path).isThere {
      do {
        try SQLiteConnection(path, creation: .readOnly, wait: .zero).copy(into: memory)
      } catch {
        try SQLiteConnection(path, creation: .immutable, wait: .zero).copy(into: memory)
      }
    }
    try StateMigration(connection: memory, path: path, wait: .zero).run()
    try memory.execute("PRAGMA query_only = ON")
    return memory
  }
}

/// The database's file and its two companions, readable by their owner only.
struct PrivateDatabaseFile {
  /// The database; SQLite gives `-wal` and `-shm` the mode it has.
  let path: FilePath

  /// Whether anything is at its path.
  var isThere: Bool { access(path.text, F_OK) == 0 }

  /// Refuses what can never become a database: SQLite's own words for it do not say why.
  func requireFile() throws(StoreError) {
    var status = stat()
    guard stat(path.text, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    throw .damaged(path: path, detail: isFolder ? "it is a folder" : "it is not an ordinary file")
  }

  /// Creates an empty file with mode 0600 unless there is one.
  ///
  /// The file appears under its name complete, through a second name: opening and closing it here
  /// would drop the locks that another connection of this process holds on it. Where that is not
  /// possible SQLite creates the file, and `closeToOthers` sets its mode before anything is in it.
  func createIfMissing() {
    guard !isThere else { return }
    let draft = "\(path.text).new-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    close(file)
    _ = link(draft, path.text)
    unlink(draft)
  }

  /// Takes rights away from everyone but the owner, wherever others have any.
  func closeToOthers() throws(StoreError) {
    for suffix in ["", "-wal", "-shm"] {
      let name = path.text + suffix
      var status = stat()
      guard stat(name, &status) == 0, status.st_mode & 0o077 != 0 else { continue }
      guard chmod(name, 0o600) == 0 || errno == ENOENT else {
        throw .unusable(path: path, detail: "others may read it, and its mode cannot be changed")
      }
    }
  }
}

extension StateDatabase: ValueCache {
  /// What no one stored again for this long is forgotten: half a year, in seconds.
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

extension StateDatabase: ChoiceStore {
  private static let defaultAccountName = "default_account"

  package func defaultAccount() throws(StoreError) -> AccountID? {
    try use { (connection) throws(StoreError) in
      try connection.rows(
        "SELECT value FROM choice WHERE name = ?", [.text(Self.defaultAccountName)]
      ) { AccountID($0.text(0) ?? "") }.first
    }
  }

  package func setDefaultAccount(_ account: AccountID?) throws(StoreError) {
    try use { (connection) throws(StoreError) in
      guard let account else {
        try connection.change(
          "DELETE FROM choice WHERE name = ?", [.text(Self.defaultAccountName)])
        return
      }
      try connection.change(
        "INSERT OR REPLACE INTO choice (name, value) VALUES (?, ?)",
        [.text(Self.defaultAccountName), .text(account.text)])
    }
  }
}

extension StateDatabase: ScreenStore {
  package func screen(_ name: String) throws(StoreError) -> String? {
    try use { (connection) throws(StoreError) in
      try connection.rows("SELECT body FROM screen WHERE name = ?", [.text(name)]) {
        $0.text(0) ?? ""
      }.first
    }
  }

  package func setScreen(_ name: String, _ body: String) throws(StoreError) {
    try use { (connection) throws(StoreError) in
      _ = try connection.change(
        "INSERT OR REPLACE INTO screen (name, body) VALUES (?, ?)", [.text(name), .text(body)])
    }
  }
}

extension StateDatabase: ConditionStore {
  package func conditions() throws(StoreError) -> [AccountID: AccountCondition] {
    let rows = try use { (connection) throws(StoreError) in
      try connection.rows("SELECT account, body FROM condition") { row in
        (AccountID(row.text(0) ?? ""), Self.condition(row.text(1)))
      }
    }
    return Dictionary(rows) { first, _ in first }
  }

  package func updateCondition(
    of account: AccountID, _ change: @Sendable (inout AccountCondition) -> Void
  ) throws(StoreError) {
    try inTransaction { (connection) throws(StoreError) in
      let stored = try connection.rows(
        "SELECT body FROM condition WHERE account = ?", [.text(account.text)]
      ) { Self.condition($0.text(0)) }
      let before = stored.first ?? AccountCondition()
      var after = before
      change(&after)
      guard after != before else { return }
      if after == AccountCondition() {
        try connection.change("DELETE FROM condition WHERE account = ?", [.text(account.text)])
        return
      }
      try connection.change(
        "INSERT OR REPLACE INTO condition (account, body) VALUES (?, ?)",
        [.text(account.text), .text(try StoredJSON.text(of: after, for: path))])
    }
  }

  /// A condition that cannot be decoded counts as none: the next answer of the server sets it again.
  private static func condition(_ body: String?) -> AccountCondition {
    body.flatMap { StoredJSON.value(AccountCondition.self, from: $0) } ?? AccountCondition()
  }
}

extension StateDatabase: ProjectStore {
  package func projectBindings() throws(StoreError) -> [ProjectBinding] {
    try use { (connection) throws(StoreError) in
      try connection.rows("SELECT place, account, strategy FROM project ORDER BY place") { row in
        let account = row.text(1).map { ProjectChoice.account(AccountID($0)) }
        let choice = account ?? row.text(2).map { .strategy($0) }
        return choice.map { ProjectBinding(place: FilePath(row.text(0) ?? ""), choice: $0) }
      }
    }.compactMap(\.self)
  }

  @discardableResult
  package func setProjectChoice(
    _ choice: ProjectChoice?, of place: FilePath, at now: Date
  ) throws(StoreError) -> Bool {
    try inTransaction { (connection) throws(StoreError) in
      let wasBound =
        try connection.change("DELETE FROM project WHERE place = ?", [.text(place.text)]) > 0
      guard let choice else { return wasBound }
      var (account, strategy) = (SQLiteValue.null, SQLiteValue.null)
      switch choice {
      case .account(let id): account = .text(id.text)
      case .strategy(let name): strategy = .text(name)
      }
      try connection.change(
        "INSERT INTO project (place, account, strategy, chosen_at) VALUES (?, ?, ?, ?)",
        [.text(place.text), account, strategy, .date(now)])
      return wasBound
    }
  }
}
