package import EngineCore

extension StateDatabase: ProjectStore {
  package func projectBindings() throws(StoreError) -> [ProjectBinding] {
    try use { (connection) throws(StoreError) in
      try connection.rows("SELECT place, account, strategy FROM project ORDER BY place") { row in
        let account = row.text(1).map { ProjectChoice.account(AccountID($0)) }
        let choice = account ?? row.text(2).map { .strategy($0) }
        return choice.map { ProjectBinding(place: FilePath(row.text(0) ?? ""), choice: $0) }
      }
    }.compactMap(\.self)
  }

  @discardableResult
  package func setProjectChoice(
    _ choice: ProjectChoice?, of place: FilePath, at now: Date
  ) throws(StoreError) -> Bool {
    try inTransaction { (connection) throws(StoreError) in
      let wasBound =
        try connection.change("DELETE FROM project WHERE place = ?", [.text(place.text)]) > 0
      guard let choice else { return wasBound }
      var (account, strategy) = (SQLiteValue.null, SQLiteValue.null)
      switch choice {
      case .account(let id): account = .text(id.text)
      case .strategy(let name): strategy = .text(name)
      }
      try connection.change(
        "INSERT INTO project (place, account, strategy, chosen_at) VALUES (?, ?, ?, ?)",
        [.text(place.text), account, strategy, .date(now)])
      return wasBound
    }
  }
}
