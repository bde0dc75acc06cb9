import CSQLite
import EngineCore

/// The tables of the state database. A released step is never edited: a change is a further step.
enum StateSchema {
  /// Marks a file as swop's: the letters `swop`.
  static let applicationID: Int64 = 0x7377_6F70

  /// The version that this swop reads and writes.
  static var version: Int { steps.count }

  /// `steps[n]` leads from version `n` to `n + 1`.
  static let steps = [
    first, rotation, clients, screens, places, moves, sentTokens, containers,
  ]

  private static let first = """
    CREATE TABLE reading (
      account TEXT PRIMARY KEY NOT NULL,
      read_at REAL,
      body TEXT,
      failed_at REAL,
      failure TEXT
    ) WITHOUT ROWID;
    CREATE TABLE history (
      account TEXT NOT NULL,
      window_seconds INTEGER NOT NULL,
      hour INTEGER NOT NULL,
      read_at REAL NOT NULL,
      left_percent REAL NOT NULL,
      resets_at REAL,
      PRIMARY KEY (account, window_seconds, hour)
    ) WITHOUT ROWID;
    CREATE TABLE condition (
      account TEXT PRIMARY KEY NOT NULL,
      body TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE run (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      account TEXT NOT NULL,
      label TEXT NOT NULL,
      pid INTEGER,
      start_ticks INTEGER,
      owner_pid INTEGER NOT NULL,
      owner_start_ticks INTEGER NOT NULL,
      directory TEXT NOT NULL,
      subcommand TEXT,
      codex_version TEXT,
      is_rotated INTEGER NOT NULL,
      started_at REAL NOT NULL,
      ended_at REAL,
      exit_status INTEGER,
      end_signal INTEGER
    );
    CREATE INDEX run_open ON run (number) WHERE ended_at IS NULL;
    CREATE TABLE event (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      at REAL NOT NULL,
      kind TEXT NOT NULL,
      account TEXT,
      label TEXT,
      run INTEGER,
      message TEXT NOT NULL
    );
    CREATE TABLE choice (
      name TEXT PRIMARY KEY NOT NULL,
      value TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE cached_value (
      name TEXT PRIMARY KEY NOT NULL,
      value TEXT NOT NULL,
      stored_at REAL NOT NULL
    ) WITHOUT ROWID;
    """

  /// What the rotation proxy knows after a restart.
  private static let rotation = """
    CREATE TABLE home (
      conversation TEXT PRIMARY KEY NOT NULL,
      account TEXT NOT NULL,
      used_at REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX home_used ON home (used_at);
    CREATE TABLE rest (
      account TEXT PRIMARY KEY NOT NULL,
      until REAL NOT NULL
    ) WITHOUT ROWID;
    """

  /// Who may talk to the rotation proxy.
  private static let clients = """
    CREATE TABLE client_token (
      name TEXT PRIMARY KEY NOT NULL,
      digest TEXT NOT NULL,
      created_at REAL NOT NULL,
      account TEXT
    ) WITHOUT ROWID;
    """

  /// The parts of a move, as JSON.
  private static let moves = "ALTER TABLE event ADD COLUMN move TEXT"

  /// Refresh tokens that an import sent, by their digests.
  private static let sentTokens = """
    CREATE TABLE sent_token (
      digest TEXT PRIMARY KEY NOT NULL,
      outcome TEXT NOT NULL,
      detail TEXT,
      sent_at REAL NOT NULL
    ) WITHOUT ROWID;
    """

  /// Which tokens are shown by programs in containers. Every workspace's token was named so by then.
  private static let containers = """
    ALTER TABLE client_token ADD COLUMN for_container INTEGER NOT NULL DEFAULT 0;
    UPDATE client_token SET for_container = 1 WHERE name LIKE 'ws-%';
    """

  private static let screens = """
    CREATE TABLE screen (
      name TEXT PRIMARY KEY NOT NULL,
      body TEXT NOT NULL
    ) WITHOUT ROWID;
    """
}

extension StateSchema {
  /// What directories say about runs, and which notices were told.
  static let places = """
    CREATE TABLE project (
      place TEXT PRIMARY KEY NOT NULL,
      account TEXT,
      strategy TEXT,
      chosen_at REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE notice (
      name TEXT PRIMARY KEY NOT NULL,
      claimed_at REAL NOT NULL
    ) WITHOUT ROWID;
    """
}

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

/// Brings a state database to the version of this swop, even if another process does so at the same moment.
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
