import CSQLite
import EngineKernel

/// Brings a state database to the version of this swop, whoever else does so at the same moment.
struct StateMigration {
  /// The database.
  let connection: SQLiteConnection
  /// Its file, for errors.
  let path: FilePath
  /// How long to wait for others.
  let wait: Duration

  /// Does nothing, at the cost of one small read, when the version is already right.
  func run() throws(StoreError) {
    guard try version() < StateSchema.version else { return }
    try checkOwnership()
    try enterWriteAheadMode()
    try connection.transaction { (connection) throws(StoreError) in
      // Another process may have done some or all of it since the first look.
      for step in StateSchema.steps.dropFirst(try version()) {
        try connection.execute(step)
      }
      try connection.execute("PRAGMA application_id = \(StateSchema.applicationID)")
      try connection.execute("PRAGMA user_version = \(StateSchema.version)")
    }
  }

  private func version() throws(StoreError) -> Int {
    let found = Int(try number("PRAGMA user_version"))
    guard found <= StateSchema.version else {
      throw .tooNew(path: path, version: found, supported: StateSchema.version)
    }
    return found
  }

  /// Refuses to write into a database that somebody else made.
  private func checkOwnership() throws(StoreError) {
    let application = try number("PRAGMA application_id")
    if application == StateSchema.applicationID { return }
    let tables = try number("SELECT count(*) FROM sqlite_schema")
    // A swop that is just creating the tables does so in one step with the mark, so a database with
    // tables and without the mark is not swop's; both are asked again in case it was between the two.
    guard tables > 0 else { return }
    if try number("PRAGMA application_id") == StateSchema.applicationID { return }
    throw .damaged(path: path, detail: "it holds another program's tables")
  }

  /// The mode is kept in the file. Of two processes that enter it at once SQLite refuses one without
  /// waiting, so this waits.
  private func enterWriteAheadMode() throws(StoreError) {
    var attempts = Int(wait / .milliseconds(10))
    while true {
      do {
        return try connection.execute("PRAGMA journal_mode = WAL")
      } catch {
        attempts -= 1
        guard case .busy = error, attempts > 0 else { throw error }
        sqlite3_sleep(10)
      }
    }
  }

  private func number(_ sql: String) throws(StoreError) -> Int64 {
    try connection.rows(sql) { $0.integer(0) }.first ?? 0
  }
}
