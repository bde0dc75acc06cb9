package import EngineCore

extension StateDatabase: ScreenStore {
  package func screen(_ name: String) throws(StoreError) -> String? {
    try use { (connection) throws(StoreError) in
      try connection.rows("SELECT body FROM screen WHERE name = ?", [.text(name)]) {
        $0.text(0) ?? ""
      }.first
    }
  }

  package func setScreen(_ name: String, _ body: String) throws(StoreError) {
    try use { (connection) throws(StoreError) in
      _ = try connection.change(
        "INSERT OR REPLACE INTO screen (name, body) VALUES (?, ?)", [.text(name), .text(body)])
    }
  }
}
