package import EngineCore

/// All conversations of a root's homes, from codex's databases and from the files themselves.
package struct ConversationShelf: Sendable {
  private let search: RolloutSearch
  private let catalogue: any ThreadCatalogue

  /// A shelf.
  ///
  /// - Parameters:
  ///   - files: the disk.
  ///   - catalogue: codex's own databases.
  package init(files: any FileSystem, catalogue: any ThreadCatalogue) {
    search = RolloutSearch(files: files)
    self.catalogue = catalogue
  }

  /// The conversations in some homes, the last used first.
  ///
  /// - Parameters:
  ///   - homes: where to look; a home that keeps none of its own has none.
  ///   - accounts: all accounts, so that a conversation finds the one that started it.
  /// - Returns: The conversations. Those of a database that cannot be read come from their files alone.
  /// - Throws: `FileError`.
  package func conversations(
    in homes: [ConversationHome], accounts: [Account]
  ) throws(FileError) -> ConversationList {
    var list = ConversationList([])
    for home in homes where search.keepsOwn(home.path) {
      // A row whose file is gone is no conversation: codex itself passes it over.
      let files = try search.files(in: home.path)
      guard !files.isEmpty else { continue }
      let threads = catalogue.threads(in: home.path)
      list.failures += threads.failures
      list.records += records(of: files, threads.rows, in: home, accounts: accounts)
    }
    list.records.sort { ($1.usedAt, $0.id) < ($0.usedAt, $1.id) }
    return list
  }

  private func records(
    of files: [RolloutFile], _ rows: [ThreadRow], in home: ConversationHome, accounts: [Account]
  ) -> [ConversationRecord] {
    let known = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    return files.map { file in
      let row = known[file.id]
      let account = home.account ?? row.flatMap { Self.account(of: $0, among: accounts) }
      return ConversationRecord(
        id: file.id, title: row?.title, folder: row?.folder, account: account?.id,
        label: account?.label.text, startedAt: row?.startedAt ?? file.startedAt,
        usedAt: row?.usedAt ?? file.changedAt, changedAt: file.changedAt, size: file.size,
        isArchived: file.isArchived,
        isPinned: row?.isPinned ?? false, rollout: file.path, home: home.path,
        parent: row?.parent)
    }
  }

  private static func account(of row: ThreadRow, among accounts: [Account]) -> Account? {
    if let creator = row.creator {
      return accounts.first { $0.identity == creator }
    }
    // Older versions do not note the account; the path through its sandbox tells it as well.
    return accounts.first { row.rollout.text.contains("/accounts/\($0.key.text)/codex/") }
  }
}
