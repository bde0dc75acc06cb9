package import EngineCore

extension StateDatabase: RotationStore {
  /// Homes that nobody used for this long are forgotten: two days, in seconds.
  private static let homeAge: Double = 2 * 86_400

  package func homes(usedSince: Date) throws(StoreError) -> [ConversationHome] {
    try use { (connection) throws(StoreError) in
      try connection.rows(
        "SELECT conversation, account, used_at FROM home WHERE used_at >= ? ORDER BY used_at",
        [.date(usedSince)]
      ) { row in
        ConversationHome(
          conversation: row.text(0) ?? "", account: AccountID(row.text(1) ?? ""),
          usedAt: row.date(2) ?? usedSince)
      }
    }
  }

  package func rests() throws(StoreError) -> [AccountID: Date] {
    let rows = try use { (connection) throws(StoreError) in
      try connection.rows("SELECT account, until FROM rest") { row in
        (AccountID(row.text(0) ?? ""), row.date(1) ?? .distantPast)
      }
    }
    return Dictionary(rows) { first, _ in first }
  }

  package func keep(
    _ homes: [ConversationHome], rests: [AccountID: Date], now: Date
  ) throws(StoreError) {
    try inTransaction { (connection) throws(StoreError) in
      for home in homes {
        // A stored time ahead of the clock comes from a clock that was wrong: it gives way.
        try connection.change(
          """
          INSERT INTO home (conversation, account, used_at) VALUES (?1, ?2, ?3)
          ON CONFLICT (conversation) DO UPDATE SET account = ?2, used_at = ?3
          WHERE used_at <= ?3 OR used_at > ?4 + 5
          """,
          [.text(home.conversation), .text(home.account.text), .date(home.usedAt), .date(now)])
      }
      try connection.change("DELETE FROM home WHERE used_at < ?", [.date(now - Self.homeAge)])
      for (account, end) in rests {
        try connection.change(
          "INSERT OR REPLACE INTO rest (account, until) VALUES (?, ?)",
          [.text(account.text), .date(end)])
      }
      try connection.change("DELETE FROM rest WHERE until < ?", [.date(now)])
    }
  }
}
