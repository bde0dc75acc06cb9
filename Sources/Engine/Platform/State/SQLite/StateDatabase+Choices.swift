package import EngineCore

extension StateDatabase: ChoiceStore {
  private static let defaultAccountName = "default_account"

  package func defaultAccount() throws(StoreError) -> AccountID? {
    try use { (connection) throws(StoreError) in
      try connection.rows(
        "SELECT value FROM choice WHERE name = ?", [.text(Self.defaultAccountName)]
      ) { AccountID($0.text(0) ?? "") }.first
    }
  }

  package func setDefaultAccount(_ account: AccountID?) throws(StoreError) {
    try use { (connection) throws(StoreError) in
      guard let account else {
        try connection.change(
          "DELETE FROM choice WHERE name = ?", [.text(Self.defaultAccountName)])
        return
      }
      try connection.change(
        "INSERT OR REPLACE INTO choice (name, value) VALUES (?, ?)",
        [.text(Self.defaultAccountName), .text(account.text)])
    }
  }
}
