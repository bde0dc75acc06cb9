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
