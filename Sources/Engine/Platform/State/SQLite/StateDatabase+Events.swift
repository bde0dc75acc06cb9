package import EngineCore

extension StateDatabase: EventStore {
  /// How many events are kept, give or take a few hundred.
  private static let keptEvents: Int64 = 10_000
  private static let columns = "number, at, kind, account, label, run, message, move"

  package func record(_ event: EngineEvent) {
    // A full disk or a held lock loses the event, never the work it tells of: so says the port.
    let move = event.move.flatMap { try? StoredJSON.text(of: $0, for: path) }
    try? inTransaction { (connection) throws(StoreError) in
      try connection.change(
        """
        INSERT INTO event (at, kind, account, label, run, message, move)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .date(event.at), .text(event.kind.rawValue), .optional(event.account?.text),
          .optional(event.label), event.run.map { .integer($0.number) } ?? .null,
          .text(PrintableText.shortened(event.message, to: 1_000)), .optional(move),
        ])
      // Every 256th event pays for the cleaning of all.
      try connection.change(
        """
        DELETE FROM event WHERE last_insert_rowid() % 256 = 0
        AND number <= last_insert_rowid() - \(Self.keptEvents)
        """)
    }
  }

  package func events(after number: Int64, limit: Int) throws(StoreError) -> [EngineEvent] {
    try use { (connection) throws(StoreError) in
      try connection.rows(
        "SELECT \(Self.columns) FROM event WHERE number > ? ORDER BY number LIMIT ?",
        [.integer(number), .integer(Int64(max(0, limit)))], Self.event)
    }
  }

  package func latestEvents(limit: Int) throws(StoreError) -> [EngineEvent] {
    try use { (connection) throws(StoreError) in
      try connection.rows(
        "SELECT \(Self.columns) FROM event ORDER BY number DESC LIMIT ?",
        [.integer(Int64(max(0, limit)))], Self.event)
    }.reversed()
  }

  /// An event whose kind only a newer swop knows is shown as a warning: its sentence still tells.
  private static func event(_ row: SQLiteRow) -> EngineEvent {
    EngineEvent(
      number: row.integer(0), at: row.date(1) ?? .distantPast,
      kind: row.text(2).flatMap(EngineEvent.Kind.init) ?? .warning,
      account: row.text(3).map { AccountID($0) }, label: row.text(4),
      run: row.isNull(5) ? nil : RunID(row.integer(5)), message: row.text(6) ?? "",
      move: row.text(7).flatMap { StoredJSON.value(ProxyMove.self, from: $0) })
  }
}

extension StateDatabase: NoticeStore {
  /// Claims older than this are forgotten: 60 days, in seconds.
  private static let noticesForgottenAfter: Double = 60 * 86_400

  package func claimNotice(
    _ name: String, for seconds: Double, now: Date
  ) throws(StoreError) -> Bool {
    try inTransaction { (connection) throws(StoreError) in
      // A claim from the future was made under a wrong clock and binds no one.
      let isTaken =
        try connection.rows(
          "SELECT 1 FROM notice WHERE name = ?1 AND abs(?2 - claimed_at) < ?3",
          [.text(name), .date(now), .real(seconds)]
        ) { _ in true }.first ?? false
      guard !isTaken else { return false }
      try connection.change(
        "DELETE FROM notice WHERE claimed_at < ?", [.date(now - Self.noticesForgottenAfter)])
      try connection.change(
        "INSERT OR REPLACE INTO notice (name, claimed_at) VALUES (?, ?)",
        [.text(name), .date(now)])
      return true
    }
  }

  @discardableResult
  package func releaseNotice(_ name: String) throws(StoreError) -> Bool {
    try use { (connection) throws(StoreError) in
      // Most of the time there is nothing to take away; only looking takes no write lock.
      let isThere =
        try connection.rows("SELECT 1 FROM notice WHERE name = ?", [.text(name)]) { _ in
          true
        }.first ?? false
      guard isThere else { return false }
      return try connection.change("DELETE FROM notice WHERE name = ?", [.text(name)]) > 0
    }
  }
}
