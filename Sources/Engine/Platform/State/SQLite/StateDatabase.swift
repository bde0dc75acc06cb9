package import EngineCore
import Synchronization

/// Everything swop stores about accounts and runs, in one SQLite file that any number of swop
/// processes may have open: readings, history, conditions, runs, events, choices, cached values.
///
/// Calls are synchronous: a few microseconds each, up to five seconds if another process holds the
/// write lock that long. What is written survives the death of the process at once, and a power cut
/// never damages the file; a power cut may lose the last moments.
///
/// Where the file cannot be written (the disk is full, has no inodes left, or is read-only) everything that is
/// in it can still be read; what would change it throws the cause. As soon as writing works again it is used
/// again.
package final class StateDatabase: Sendable {
  /// The connection, and why it is only a copy in memory.
  private struct Access {
    var connection: SQLiteConnection
    var refusal: StoreError?
    /// How often the copy was used.
    var uses = 0
  }

  /// After so many uses of the copy the file is tried again, so that a process that only reads sees what is new.
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
  package var refusal: StoreError? { access.withLock { $0.refusal } }

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
