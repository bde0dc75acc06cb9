package import EngineCore

extension Fleet {
  /// Every conversation that any account may go on with, the last used first: those in the shared home,
  /// and those that accounts keep for themselves.
  ///
  /// - Parameter label: only those that this account sees; nil for all.
  /// - Returns: The conversations, and which of codex's databases could not be read.
  /// - Throws: `FileError` when codex's files cannot be read.
  package func conversations(label: String? = nil) async throws -> ConversationList {
    let all = try accounts.list().accounts
    let only = if let label { try await account(labelled: label) } else { nil as Account? }
    let homes = ConversationHome.all(of: layout, accounts: all).filter { home in
      only == nil || home.account == nil || home.account?.id == only?.id
    }
    return try conversationShelf.conversations(in: homes, accounts: all)
  }

  /// Codex's conversations on disk.
  var conversationShelf: ConversationShelf {
    ConversationShelf(files: configuration.files, catalogue: configuration.threads)
  }
}
