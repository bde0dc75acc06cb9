package import EngineCore

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
