package import EngineCore

/// A `CODEX_HOME` that may keep conversations.
package struct ConversationHome: Hashable, Sendable {
  /// The home.
  package let path: FilePath
  /// The account whose home it is; nil for one that several use.
  package let account: Account?

  /// A home of its parts.
  package init(_ path: FilePath, account: Account? = nil) {
    self.path = path
    self.account = account
  }

  /// Every home of a root that can hold conversations: the shared one, the one of rotated runs, and that
  /// of each account.
  package static func all(of layout: SandboxLayout, accounts: [Account]) -> [ConversationHome] {
    [ConversationHome(layout.sharedHome), ConversationHome(layout.pool.codexHome)]
      + accounts.map { ConversationHome(layout.sandbox($0.key).codexHome, account: $0) }
  }

  /// The lock that codex holds on a conversation while it is open.
  package func writerLock(of id: String) -> FilePath {
    path / "thread-writer-locks" / (id + ".lock")
  }
}
