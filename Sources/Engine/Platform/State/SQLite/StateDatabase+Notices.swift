package import EngineCore

extension StateDatabase: NoticeStore {
  /// Claims older than this are forgotten: 60 days, in seconds.
  private static let noticesForgottenAfter: Double = 60 * 86_400

  package func claimNotice(
    _ name: String, for seconds: Double, now: Date
  ) throws(StoreError) -> Bool {
    try inTransaction { (connection) throws(StoreError) in
      // A claim from the future was made under a wrong clock and binds nobody.
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
