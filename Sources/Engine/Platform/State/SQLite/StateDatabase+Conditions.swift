package import EngineCore

extension StateDatabase: ConditionStore {
  package func conditions() throws(StoreError) -> [AccountID: AccountCondition] {
    let rows = try use { (connection) throws(StoreError) in
      try connection.rows("SELECT account, body FROM condition") { row in
        (AccountID(row.text(0) ?? ""), Self.condition(row.text(1)))
      }
    }
    return Dictionary(rows) { first, _ in first }
  }

  package func updateCondition(
    of account: AccountID, _ change: @Sendable (inout AccountCondition) -> Void
  ) throws(StoreError) {
    try inTransaction { (connection) throws(StoreError) in
      let stored = try connection.rows(
        "SELECT body FROM condition WHERE account = ?", [.text(account.text)]
      ) { Self.condition($0.text(0)) }
      let before = stored.first ?? AccountCondition()
      var after = before
      change(&after)
      guard after != before else { return }
      if after == AccountCondition() {
        try connection.change("DELETE FROM condition WHERE account = ?", [.text(account.text)])
        return
      }
      try connection.change(
        "INSERT OR REPLACE INTO condition (account, body) VALUES (?, ?)",
        [.text(account.text), .text(try StoredJSON.text(of: after, for: path))])
    }
  }

  /// A condition that cannot be decoded counts as none: the next answer of the server sets it again.
  private static func condition(_ body: String?) -> AccountCondition {
    body.flatMap { StoredJSON.value(AccountCondition.self, from: $0) } ?? AccountCondition()
  }
}
