import CSQLite
import EngineCore

/// Brings a state database to the version of this swop, whoever else does so at the same moment.
struct StateMigration {
  /// The database.
  let connection: SQLiteConnection
  /// Its file, for errors.
  let path: FilePath
  /// How long to wait for others.
  let wait: Duration

  /// Does nothing, at the cost of some small reads, when everything is already right.
  ///
  /// - Throws: `StoreError.damaged` for a database that is not swop's or not whole, `.tooNew`, and others.
  func run() throws(StoreError) {
    try checkOwnership()
    if try version() < StateSchema.version { try upgrade() }
    if let flaw = try StateShape(of: connection).flaw { throw .damaged(path: path, detail: flaw) }
  }

  private func upgrade() throws(StoreError) {
    try enterWriteAheadMode()
    do throws(StoreError) {
      try connection.transaction { (connection) throws(StoreError) in
        // Another process may have done some or all of it since the first look.
        for step in StateSchema.steps.dropFirst(try version()) {
          try connection.execute(step)
        }
        try connection.execute("PRAGMA application_id = \(StateSchema.applicationID)")
        try connection.execute("PRAGMA user_version = \(StateSchema.version)")
      }
    } catch .unusable(_, let detail) {
      // Its tables are not those that its version says.
      throw .damaged(path: path, detail: "its version does not fit its tables (\(detail))")
    }
  }

  private func version() throws(StoreError) -> Int {
    let found = Int(try number("PRAGMA user_version"))
    guard found >= 0 else {
      throw .damaged(path: path, detail: "it says that its version is \(found)")
    }
    guard found <= StateSchema.version else {
      throw .tooNew(path: path, version: found, supported: StateSchema.version)
    }
    return found
  }

  /// Refuses a database that another program made.
  private func checkOwnership() throws(StoreError) {
    let application = try number("PRAGMA application_id")
    if application == StateSchema.applicationID { return }
    let tables = try number("SELECT count(*) FROM sqlite_schema")
    // A swop that is just creating the tables does so in one step with the mark, so a database with
    // tables and without the mark is not swop's; both are asked again in case it was between the two.
    if try number("PRAGMA application_id") == StateSchema.applicationID { return }
    if tables > 0 { throw .damaged(path: path, detail: "it holds another program's tables") }
    if try number("PRAGMA user_version") != 0 {
      throw .damaged(path: path, detail: "it has a version, but no tables")
    }
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
