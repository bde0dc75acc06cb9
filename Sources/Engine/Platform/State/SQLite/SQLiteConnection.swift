import CSQLite
package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One open database. Not safe to use from two threads at once; `StateDatabase` puts a lock around it.
final class SQLiteConnection {
  /// Whether opening may create the file. `readOnly` writes nothing, but needs the files that SQLite keeps
  /// beside a database; `immutable` needs none, and sees what was last written into the file itself.
  enum Creation { case allowed, refused, readOnly, immutable }

  private let path: FilePath
  private let handle: OpaquePointer
  private var statements: [String: OpaquePointer] = [:]
  /// Whether the last failure was a sync that a signal interrupted.
  private var syncWasInterrupted = false

  /// Opens a database; nothing is read yet.
  ///
  /// - Parameters:
  ///   - path: the file, or `:memory:`.
  ///   - creation: whether a missing file is created.
  ///   - wait: how long a statement waits for another process.
  /// - Throws: `StoreError`.
  init(
    _ path: FilePath, creation: Creation, wait: Duration
  ) throws(StoreError) {
    var opened = try Self.open(path, creation)
    // SQLite opens for reading what it fails to open for writing, whatever the reason was. A moment's
    // fault must not look like a file that may not be written.
    let mayWrite = creation == .allowed || creation == .refused
    if mayWrite, sqlite3_db_readonly(opened, "main") == 1, access(path.text, W_OK) == 0 {
      sqlite3_close_v2(opened)
      opened = try Self.open(path, creation)
    }
    self.path = path
    handle = opened
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, Int32(wait / .milliseconds(1)))
  }

  private static func open(
    _ path: FilePath, _ creation: Creation
  ) throws(StoreError) -> OpaquePointer {
    var opened: OpaquePointer?
    // No mutex of SQLite's own: the owner of the connection has one.
    let flags =
      switch creation {
      case .allowed: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .refused: SQLITE_OPEN_READWRITE
      case .readOnly: SQLITE_OPEN_READONLY
      case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      }
    let name = creation == .immutable ? Self.immutableAddress(of: path) : path.text
    let code = sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard code == SQLITE_OK, let opened else {
      let error = StoreError(code: code, connection: opened, path: path)
      sqlite3_close_v2(opened)
      throw error
    }
    return opened
  }

  private static func immutableAddress(of path: FilePath) -> String {
    let plain = path.text.utf8.map { byte in
      let isPlain =
        byte == UInt8(ascii: "/") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
        || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      return isPlain
        ? String(UnicodeScalar(byte)) : "%" + Hexadecimal.text([byte])
    }
    return "file:" + plain.joined() + "?immutable=1"
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(handle)
  }

  /// Runs statements that take no values and give no rows.
  func execute(_ sql: String) throws(StoreError) {
    try check(sqlite3_exec(handle, sql, nil, nil, nil))
  }

  /// Runs one statement that changes rows.
  ///
  /// - Returns: How many rows it changed.
  @discardableResult
  func change(_ sql: String, _ values: [SQLiteValue] = []) throws(StoreError) -> Int {
    _ = try rows(sql, values) { _ in }
    return Int(sqlite3_changes(handle))
  }

  /// Runs one statement and reads its rows.
  func rows<Element>(
    _ sql: String, _ values: [SQLiteValue] = [], _ read: (SQLiteRow) -> Element
  ) throws(StoreError) -> [Element] {
    var result: [Element] = []
    try each(sql, values) { result.append(read($0)) }
    return result
  }

  /// Runs one statement and hands over its rows, also those before one that cannot be read.
  func each(
    _ sql: String, _ values: [SQLiteValue] = [], _ take: (SQLiteRow) -> Void
  ) throws(StoreError) {
    let statement = try prepared(sql)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() {
      try bind(value, at: Int32(index + 1), of: statement)
    }
    var mayRepeat = sqlite3_get_autocommit(handle) != 0
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      if Self.isInterruptedSync(code), mayRepeat {
        mayRepeat = false
        sqlite3_reset(statement)
        continue
      }
      guard code == SQLITE_ROW else { throw StoreError(code: code, connection: handle, path: path) }
      mayRepeat = false
      take(SQLiteRow(of: statement))
    }
  }

  /// Runs `body` in one transaction that holds the write lock from its start, so that it never has to
  /// be tried again in the middle. It runs once more if a signal interrupted its sync.
  func transaction<Result>(
    _ body: (SQLiteConnection) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    do {
      return try singleTransaction(body)
    } catch {
      guard syncWasInterrupted else { throw error }
      return try singleTransaction(body)
    }
  }

  private func singleTransaction<Result>(
    _ body: (SQLiteConnection) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    syncWasInterrupted = false
    try execute("BEGIN IMMEDIATE")
    do {
      let result = try body(self)
      try execute("COMMIT")
      return result
    } catch {
      let wasInterrupted = syncWasInterrupted
      // SQLite has already rolled back after some errors; a second roll-back fails and means nothing.
      try? execute("ROLLBACK")
      syncWasInterrupted = wasInterrupted
      throw error
    }
  }

  /// Copies everything into another database, which must be empty.
  func copy(into other: SQLiteConnection) throws(StoreError) {
    guard let copy = sqlite3_backup_init(other.handle, "main", handle, "main") else {
      throw StoreError(code: sqlite3_errcode(other.handle), connection: other.handle, path: path)
    }
    let code = sqlite3_backup_step(copy, -1)
    sqlite3_backup_finish(copy)
    guard code == SQLITE_DONE else { throw StoreError(code: code, connection: nil, path: path) }
  }

  private func prepared(_ sql: String) throws(StoreError) -> OpaquePointer {
    if let statement = statements[sql] { return statement }
    var statement: OpaquePointer?
    try check(
      sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
    guard let statement else { throw .unusable(path: path, detail: "an empty statement") }
    statements[sql] = statement
    return statement
  }

  private func bind(
    _ value: SQLiteValue, at index: Int32, of statement: OpaquePointer
  ) throws(StoreError) {
    switch value {
    case .null: try check(sqlite3_bind_null(statement, index))
    case .integer(let number): try check(sqlite3_bind_int64(statement, index, number))
    case .real(let number): try check(sqlite3_bind_double(statement, index, number))
    case .text(let text):
      let count = Int32(clamping: text.utf8.count)
      try check(sqlite3_bind_text(statement, index, text, count, swop_sqlite_transient()))
    }
  }

  private func check(_ code: Int32) throws(StoreError) {
    if code != SQLITE_OK { syncWasInterrupted = Self.isInterruptedSync(code) }
    guard code == SQLITE_OK else { throw StoreError(code: code, connection: handle, path: path) }
  }

  /// Whether a signal interrupted `fsync(2)`, the one call that SQLite does not repeat by itself.
  private static func isInterruptedSync(_ code: Int32) -> Bool {
    code & 0xFF == SQLITE_IOERR && errno == EINTR
  }
}

/// The row a statement stands on. Valid only inside the closure that was given it.
struct SQLiteRow {
  private let statement: OpaquePointer

  /// The row of a statement that has just been stepped.
  init(of statement: OpaquePointer) {
    self.statement = statement
  }

  /// A column as a whole number; null is 0.
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  /// A column as text, nil for null.
  func text(_ column: Int32) -> String? {
    guard let bytes = sqlite3_column_text(statement, column) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// A column as a number, nil for null.
  func real(_ column: Int32) -> Double? {
    isNull(column) ? nil : sqlite3_column_double(statement, column)
  }

  /// A column as a moment, nil for null.
  func date(_ column: Int32) -> Date? {
    real(column).map { Date(timeIntervalSince1970: $0).withinCalendar }
  }

  /// A column as it is; bytes, of which swop stores none, count as nothing.
  func value(_ column: Int32) -> SQLiteValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: .integer(integer(column))
    case SQLITE_FLOAT: .real(sqlite3_column_double(statement, column))
    case SQLITE_TEXT: .optional(text(column))
    default: .null
    }
  }

  /// Whether a column holds nothing.
  func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(statement, column) == SQLITE_NULL
  }
}

/// One value bound to a statement.
enum SQLiteValue {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)

  /// Text, or null for nil.
  static func optional(_ text: String?) -> SQLiteValue {
    text.map { .text($0) } ?? .null
  }

  /// A moment as seconds since 1970, or null for nil.
  static func date(_ date: Date?) -> SQLiteValue {
    date.map { .real($0.timeIntervalSince1970) } ?? .null
  }
}

/// Reads a database whole, no matter which program made it.
package enum DatabaseIntegrity {
  /// Checks every page and entry.
  ///
  /// - Throws: `StoreError.damaged` if something does not fit, or what keeps it from being read.
  package static func check(_ path: FilePath) throws(StoreError) {
    try PrivateDatabaseFile(path: path).requireFile()
    let connection = try SQLiteConnection(path, creation: .refused, wait: .seconds(5))
    let complaints = try connection.rows("PRAGMA quick_check(1)") { $0.text(0) ?? "" }
    guard complaints == ["ok"] else {
      let detail = PrintableText.shortened(complaints.first ?? "it says nothing", to: 120)
      throw .damaged(path: path, detail: detail)
    }
  }
}

extension StoreError {
  /// What an SQLite result code means for the person who runs swop.
  init(code: Int32, connection: OpaquePointer?, path: FilePath) {
    let systemError = errno
    let detail =
      connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
      ?? String(cString: sqlite3_errstr(code))
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(path: path)
    case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged(path: path, detail: detail)
    case SQLITE_FULL: self = Self.noRoom(path)
    case SQLITE_IOERR where Self.isFull(code: code, systemError: systemError):
      self = Self.noRoom(path)
    case SQLITE_CANTOPEN where Self.hasNoRoom(path.parent):
      self = Self.noRoom(path)
    case SQLITE_CANTOPEN where Self.isReadOnly(path.parent),
      SQLITE_READONLY where Self.isReadOnly(path.parent):
      self = .readOnly(path: path)
    // SQLite opens for reading what failed to open for writing, whatever the reason was.
    case SQLITE_READONLY where access(path.text, W_OK) == 0 && access(path.parent.text, W_OK) == 0:
      self = .unusable(path: path, detail: "a file beside it could not be opened")
    default: self = .unusable(path: path, detail: detail)
    }
  }

  /// Whether nothing more fits on a disk. A file that could not be made is tried again without making it,
  /// and so SQLite leaves the wrong error behind.
  private static func hasNoRoom(_ folder: FilePath) -> Bool {
    var disk = statvfs()
    guard statvfs(folder.text, &disk) == 0, disk.f_blocks > 0 else { return false }
    return disk.f_bavail == 0 || (disk.f_files > 0 && disk.f_favail == 0)
  }

  /// Whether it is space or inodes that the disk lacks.
  private static func noRoom(_ path: FilePath) -> StoreError {
    var disk = statvfs()
    let isKnown = statvfs(path.parent.text, &disk) == 0
    let lacksInodes = isKnown && disk.f_files > 0 && disk.f_favail == 0 && disk.f_bavail > 0
    return lacksInodes ? .noInodes(path: path) : .full(path: path)
  }

  private static func isReadOnly(_ folder: FilePath) -> Bool {
    var disk = statvfs()
    return statvfs(folder.text, &disk) == 0 && disk.f_flag & UInt(ST_RDONLY) != 0
  }

  /// Whether an input or output error was a disk, quota or file size limit that was reached. SQLite
  /// itself tells only a full disk while it writes pages. Its own note of the system's error is not
  /// made for a failing commit, so the error is read where the call returned.
  private static func isFull(code: Int32, systemError: Int32) -> Bool {
    let sharedMemorySize = SQLITE_IOERR | (19 << 8)
    if code == sharedMemorySize { return systemError != EIO }
    return [ENOSPC, EDQUOT, EFBIG].contains(systemError)
  }
}
