import EngineCore

extension Fleet {
  /// What codex left behind in every home and makes anew when it needs it, the largest first.
  package func leftovers() async throws -> [Leftover] {
    let homes = ConversationHome.all(of: layout, accounts: try accounts.list().accounts)
    return try leftoverSearch.leftovers(in: homes)
  }

  /// Removes leftovers of homes that nobody uses.
  ///
  /// - Parameter isTrial: only says what would go.
  /// - Returns: What went, or would.
  /// - Throws: `FileError`.
  package func removeLeftovers(isTrial: Bool) async throws -> [Leftover] {
    let idle = try await leftovers().filter { !$0.isInUse }
    guard !isTrial else { return idle }
    return try idle.filter { try leftoverSearch.remove($0) }
  }

  private var leftoverSearch: LeftoverSearch {
    LeftoverSearch(files: configuration.files, live: liveHome)
  }
}
