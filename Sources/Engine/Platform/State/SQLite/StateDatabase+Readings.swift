package import EngineCore

extension StateDatabase: ReadingStore {
  package func readings() throws(StoreError) -> [AccountID: StoredReading] {
    let rows = try use { (connection) throws(StoreError) in
      try connection.rows("SELECT account, body, failed_at, failure FROM reading") { row in
        (AccountID(row.text(0) ?? ""), Self.storedReading(row))
      }
    }
    return Dictionary(rows) { first, _ in first }
  }

  package func store(_ reading: QuotaReading, for account: AccountID) throws(StoreError) {
    let body = try StoredJSON.text(of: reading, for: path)
    try inTransaction { (connection) throws(StoreError) in
      // A stored time far ahead of the new one comes from a clock that was wrong: it gives way.
      try connection.change(
        """
        INSERT INTO reading (account, read_at, body) VALUES (?1, ?2, ?3)
        ON CONFLICT (account) DO UPDATE SET read_at = ?2, body = ?3
        WHERE read_at IS NULL OR read_at <= ?2 OR read_at > ?2 + 120
        """,
        [.text(account.text), .date(reading.readAt), .text(body)])
      try connection.change(
        """
        UPDATE reading SET failed_at = NULL, failure = NULL
        WHERE account = ?1 AND (failed_at <= ?2 OR failed_at > ?2 + 120)
        """,
        [.text(account.text), .date(reading.readAt)])
      for window in reading.windows {
        try Self.addToHistory(window, readAt: reading.readAt, of: account, in: connection)
      }
    }
  }

  package func storeFailure(
    _ error: ErrorReport, at date: Date, for account: AccountID
  ) throws(StoreError) {
    let failure = try StoredJSON.text(of: error, for: path)
    try use { (connection) throws(StoreError) in
      _ = try connection.change(
        """
        INSERT INTO reading (account, failed_at, failure) VALUES (?1, ?2, ?3)
        ON CONFLICT (account) DO UPDATE SET failed_at = ?2, failure = ?3
        WHERE read_at IS NULL OR read_at <= ?2 OR read_at > ?2 + 120
        """,
        [.text(account.text), .date(date), .text(failure)])
    }
  }

  package func history(
    of account: AccountID, windowSeconds: Int, since: Date
  ) throws(StoreError) -> [UsageSample] {
    try use { (connection) throws(StoreError) in
      try connection.rows(
        """
        SELECT read_at, left_percent, resets_at FROM history
        WHERE account = ? AND window_seconds = ? AND hour >= ? AND read_at >= ? ORDER BY hour
        """,
        [
          .text(account.text), .integer(Int64(windowSeconds)), .integer(Self.hour(of: since)),
          .date(since),
        ]
      ) { row in
        UsageSample(
          at: row.date(0) ?? since, leftPercent: min(100, max(0, row.real(1) ?? 0)),
          resetsAt: row.date(2))
      }
    }
  }

  package func forgetReadings(of account: AccountID) throws(StoreError) {
    try inTransaction { (connection) throws(StoreError) in
      try connection.change("DELETE FROM reading WHERE account = ?", [.text(account.text)])
      try connection.change("DELETE FROM history WHERE account = ?", [.text(account.text)])
    }
  }

  private static func storedReading(_ row: SQLiteRow) -> StoredReading {
    let body = row.text(1)
    let reading = body.flatMap { StoredJSON.value(QuotaReading.self, from: $0) }
    let failure = row.text(3).flatMap { StoredJSON.value(ErrorReport.self, from: $0) }
    if body != nil && reading == nil && failure == nil {
      let report = ErrorReport(
        code: "unreadable", message: "The stored quota reading cannot be decoded.",
        remedy: "Read it again: swop status --refresh")
      return StoredReading(failure: report)
    }
    return StoredReading(reading: reading, failure: failure, failedAt: row.date(2))
  }

  private static func addToHistory(
    _ window: QuotaWindow, readAt: Date, of account: AccountID, in connection: SQLiteConnection
  ) throws(StoreError) {
    let key: [SQLiteValue] = [
      .text(account.text), .integer(Int64(window.lengthSeconds)), .integer(hour(of: readAt)),
    ]
    try connection.change(
      """
      INSERT INTO history (account, window_seconds, hour, read_at, left_percent, resets_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      ON CONFLICT DO UPDATE SET read_at = ?4, left_percent = ?5, resets_at = ?6
      WHERE read_at <= ?4
      """,
      key + [.date(readAt), .real(window.leftPercent), .date(window.resetsAt)])
    // The rows of one window are together and in order, so this touches only what it deletes.
    try connection.change(
      "DELETE FROM history WHERE account = ?1 AND window_seconds = ?2 AND hour < ?3 - 2160", key)
  }

  /// Hours since 1970, which number the samples. A moment that no calendar knows counts as 1970.
  private static func hour(of date: Date) -> Int64 {
    Int64(exactly: (date.timeIntervalSince1970 / 3_600).rounded(.down)) ?? 0
  }
}

/// Values kept as JSON in a column. Moments are seconds since 1970, keys are sorted.
enum StoredJSON {
  /// The text of a value.
  static func text(
    of value: some Encodable, for path: FilePath
  ) throws(StoreError) -> String {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .secondsSince1970
    encoder.outputFormatting = [.sortedKeys]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw .unusable(path: path, detail: "a value cannot be written as JSON")
    }
  }

  /// The value of a text, nil if it is not one.
  static func value<Value: Decodable>(_ type: Value.Type, from text: String) -> Value? {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let seconds = try decoder.singleValueContainer().decode(Double.self)
      return Date(timeIntervalSince1970: seconds).withinCalendar
    }
    return try? decoder.decode(type, from: Data(text.utf8))
  }
}
