package import EngineCore

extension StateDatabase: RunStore {
  /// How many ended runs are kept.
  private static let keptRuns: Int64 = 10_000

  private static let columns = """
    number, account, label, pid, start_ticks, owner_pid, owner_start_ticks, directory, subcommand,
    codex_version, is_rotated, started_at, ended_at, exit_status, end_signal
    """

  package func beginRun(
    _ make: @Sendable (RunID) -> RunRecord
  ) throws(StoreError) -> RunRecord {
    try inTransaction { (connection) throws(StoreError) in
      let last = try connection.rows("SELECT seq FROM sqlite_sequence WHERE name = 'run'") {
        $0.integer(0)
      }
      let number = (last.first ?? 0) + 1
      let record = make(RunID(number))
      try connection.change(
        "INSERT INTO run (\(Self.columns)) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        Self.values(of: record, number: number))
      try connection.change(
        "DELETE FROM run WHERE number <= ? AND ended_at IS NOT NULL",
        [.integer(number - Self.keptRuns)])
      return record
    }
  }

  package func setProcess(_ process: ProcessIdentity, of run: RunID) throws(StoreError) {
    try use { (connection) throws(StoreError) in
      _ = try connection.change(
        "UPDATE run SET pid = ?, start_ticks = ? WHERE number = ?",
        Self.values(of: process) + [.integer(run.number)])
    }
  }

  package func setAccount(
    _ account: AccountID, label: String, of run: RunID
  ) throws(StoreError) {
    try use { (connection) throws(StoreError) in
      _ = try connection.change(
        "UPDATE run SET account = ?, label = ? WHERE number = ? AND is_rotated",
        [.text(account.text), .text(label), .integer(run.number)])
    }
  }

  @discardableResult
  package func endRun(
    _ run: RunID, at date: Date, end: ProcessEnd?
  ) throws(StoreError) -> Bool {
    try use { (connection) throws(StoreError) in
      // The first note counts: the process that waited for it wrote it, later ones only guess.
      try connection.change(
        """
        UPDATE run SET ended_at = ?, exit_status = ?, end_signal = ?
        WHERE number = ? AND ended_at IS NULL
        """,
        [.date(date)] + Self.values(of: end) + [.integer(run.number)]) == 1
    }
  }

  package func openRuns() throws(StoreError) -> [RunRecord] {
    try use { (connection) throws(StoreError) in
      try connection.rows(
        "SELECT \(Self.columns) FROM run WHERE ended_at IS NULL ORDER BY number", [],
        Self.record)
    }
  }

  package func runs(since: Date?, limit: Int) throws(StoreError) -> [RunRecord] {
    try use { (connection) throws(StoreError) in
      try connection.rows(
        """
        SELECT \(Self.columns) FROM run WHERE ?1 IS NULL OR started_at >= ?1
        ORDER BY number DESC LIMIT ?2
        """,
        [.date(since), .integer(Int64(max(0, limit)))], Self.record)
    }
  }

  private static func values(of record: RunRecord, number: Int64) -> [SQLiteValue] {
    [.integer(number), .text(record.account.text), .text(record.label)]
      + (record.process.map(values) ?? [.null, .null]) + values(of: record.owner)
      + [
        .text(record.directory.text), .optional(record.subcommand),
        .optional(record.codexVersion), .integer(record.isRotated ? 1 : 0),
        .date(record.startedAt), .date(record.endedAt),
      ] + values(of: record.end)
  }

  private static func values(of process: ProcessIdentity) -> [SQLiteValue] {
    [.integer(Int64(process.pid)), .integer(Int64(bitPattern: process.startTicks))]
  }

  private static func values(of end: ProcessEnd?) -> [SQLiteValue] {
    switch end {
    case .exited(let status): [.integer(Int64(status)), .null]
    case .signalled(let signal): [.null, .integer(Int64(signal))]
    case nil: [.null, .null]
    }
  }

  private static func record(_ row: SQLiteRow) -> RunRecord {
    RunRecord(
      id: RunID(row.integer(0)), account: AccountID(row.text(1) ?? ""), label: row.text(2) ?? "",
      process: row.isNull(3) ? nil : process(row, at: 3), owner: process(row, at: 5),
      directory: FilePath(row.text(7) ?? ""), subcommand: row.text(8), codexVersion: row.text(9),
      isRotated: row.integer(10) != 0, startedAt: row.date(11) ?? .distantPast,
      endedAt: row.date(12), end: end(row))
  }

  private static func process(_ row: SQLiteRow, at column: Int32) -> ProcessIdentity {
    ProcessIdentity(
      pid: Int32(truncatingIfNeeded: row.integer(column)),
      startTicks: UInt64(bitPattern: row.integer(column + 1)))
  }

  private static func end(_ row: SQLiteRow) -> ProcessEnd? {
    if !row.isNull(13) { return .exited(Int32(truncatingIfNeeded: row.integer(13))) }
    return row.isNull(14) ? nil : .signalled(Int32(truncatingIfNeeded: row.integer(14)))
  }
}
