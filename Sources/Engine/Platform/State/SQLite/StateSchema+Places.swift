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
