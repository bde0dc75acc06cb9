package import EngineKernel
import Synchronization

/// Everything swop stores about accounts and runs, in one SQLite file that any number of swop
/// processes may have open: readings, history, conditions, runs, events, choices, cached values.
///
/// Calls are synchronous: a few microseconds each, up to five seconds if another process holds the
/// write lock that long. What is written survives the death of the process at once, and a power cut
/// never damages the file; a power cut may lose the last moments.
package final class StateDatabase: Sendable {
  private let connection: Mutex<SQLiteConnection>
  /// The file, for errors.
  let path: FilePath

  /// Opens the database and brings it to this swop's version; creates it, owner-only, if it is
  /// missing. Its folder must exist.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - wait: how long a call waits for another process that writes.
  /// - Throws: `StoreError`.
  package convenience init(
    path: FilePath, wait: Duration = .seconds(5)
  ) throws(StoreError) {
    let file = PrivateDatabaseFile(path: path)
    file.createIfMissing()
    let opened = try SQLiteConnection(path, creation: .allowed, wait: wait)
    try file.closeToOthers()
    try self.init(opened, path: path, wait: wait)
  }

  /// A database that lives in memory and ends with this value.
  package static func inMemory() throws(StoreError) -> StateDatabase {
    let path: FilePath = ":memory:"
    let opened = try SQLiteConnection(path, creation: .allowed, wait: .zero)
    return try StateDatabase(opened, path: path, wait: .zero)
  }

  private init(
    _ opened: sending SQLiteConnection, path: FilePath, wait: Duration
  ) throws(StoreError) {
    try StateMigration(connection: opened, path: path, wait: wait).run()
    try opened.execute("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
    self.path = path
    connection = Mutex(opened)
  }

  /// Uses the connection alone.
  func use<Result: Sendable>(
    _ body: @Sendable (SQLiteConnection) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try connection.withLock { (connection) throws(StoreError) in try body(connection) }
  }

  /// Uses the connection alone, in one transaction that holds the write lock from its start.
  func inTransaction<Result: Sendable>(
    _ body: @Sendable (SQLiteConnection) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try connection.withLock { (connection) throws(StoreError) in
      try connection.transaction(body)
    }
  }
}
