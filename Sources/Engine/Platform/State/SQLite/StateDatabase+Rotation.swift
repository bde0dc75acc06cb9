package import EngineCore

extension StateDatabase: RotationStore {
  /// Homes that no one used for this long are forgotten: two days, in seconds.
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

extension StateDatabase: ClientTokenStore {
  package func clientTokens() throws(StoreError) -> [ClientTokenRecord] {
    try use { (connection) throws(StoreError) in
      try connection.rows(
        "SELECT name, digest, created_at, account, for_container FROM client_token ORDER BY name"
      ) {
        ClientTokenRecord(
          name: $0.text(0) ?? "", digest: $0.text(1) ?? "", createdAt: $0.date(2) ?? .distantPast,
          account: $0.text(3).map(AccountID.init), isForContainer: $0.integer(4) == 1)
      }
    }
  }

  @discardableResult
  package func keepClientToken(
    _ token: ClientTokenRecord, replacing: Bool
  ) throws(StoreError) -> Bool {
    try use { (connection) throws(StoreError) in
      try connection.change(
        """
        INSERT INTO client_token (name, digest, created_at, account, for_container)
        VALUES (?1, ?2, ?3, ?5, ?6)
        ON CONFLICT (name) DO UPDATE
        SET digest = ?2, created_at = ?3, account = ?5, for_container = ?6 WHERE ?4
        """,
        [
          .text(token.name), .text(token.digest), .date(token.createdAt),
          .integer(replacing ? 1 : 0), token.account.map { .text($0.text) } ?? .null,
          .integer(token.isForContainer ? 1 : 0),
        ]) == 1
    }
  }

  @discardableResult
  package func forgetClientToken(named name: String) throws(StoreError) -> Bool {
    try use { (connection) throws(StoreError) in
      try connection.change("DELETE FROM client_token WHERE name = ?", [.text(name)]) == 1
    }
  }
}

extension StateDatabase: SentTokenStore {
  package func sentToken(_ digest: String) throws(StoreError) -> SentToken? {
    try use { (connection) throws(StoreError) in
      try connection.rows(
        "SELECT outcome, detail FROM sent_token WHERE digest = ?", [.text(digest)]
      ) { SentToken(outcome: $0.text(0) ?? "", detail: $0.text(1)) }.first
    }
  }

  package func claimToken(_ digest: String, at now: Date) throws(StoreError) -> Bool {
    try use { (connection) throws(StoreError) in
      try connection.change(
        "INSERT OR IGNORE INTO sent_token (digest, outcome, sent_at) VALUES (?, 'unanswered', ?)",
        [.text(digest), .date(now)]) == 1
    }
  }

  package func settleToken(_ digest: String, _ outcome: SentToken?) throws(StoreError) {
    try use { (connection) throws(StoreError) in
      guard let outcome else {
        try connection.change("DELETE FROM sent_token WHERE digest = ?", [.text(digest)])
        return
      }
      try connection.change(
        "UPDATE sent_token SET outcome = ?2, detail = ?3 WHERE digest = ?1",
        [.text(digest), .text(outcome.name), outcome.detail.map { .text($0) } ?? .null])
    }
  }
}

extension SentToken {
  /// An outcome that this swop does not know counts as one of which nothing is known.
  fileprivate init(outcome: String, detail: String?) {
    switch outcome {
    case "used": self = .used(detail.map { AccountID($0) })
    case "refused": self = .refused(detail ?? "")
    case "uncertain": self = .uncertain(detail ?? "")
    default: self = .unanswered
    }
  }

  fileprivate var name: String {
    switch self {
    case .unanswered: "unanswered"
    case .used: "used"
    case .refused: "refused"
    case .uncertain: "uncertain"
    }
  }

  /// The account's id, or the reason.
  fileprivate var detail: String? {
    switch self {
    case .unanswered: nil
    case .used(let account): account?.text
    case .refused(let reason), .uncertain(let reason): reason
    }
  }
}
