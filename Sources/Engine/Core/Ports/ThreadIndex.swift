/// Codex's own database of conversations, as far as swop has to mend it.
package protocol ThreadIndex: Sendable {
  /// Rewrites the path of every conversation that leads through `sandboxHome` so that it leads through
  /// `sharedHome` (facts: a row dies when that sandbox moves).
  ///
  /// - Parameters:
  ///   - folder: where the databases are.
  ///   - sandboxHome: the `CODEX_HOME` whose paths are to go.
  ///   - sharedHome: the home they are to lead through.
  /// - Returns: How many rows were changed.
  /// - Throws: `StoreError`.
  func rewritePaths(
    in folder: FilePath, from sandboxHome: FilePath, to sharedHome: FilePath
  ) throws(StoreError) -> Int

  /// Rewrites the path of every conversation whose file is gone, where a file of the same name is in the
  /// same place of `sharedHome`: the home, or the sandbox that started it, was moved.
  ///
  /// - Returns: How many rows were changed.
  /// - Throws: `StoreError`.
  func rewriteLostPaths(in folder: FilePath, to sharedHome: FilePath) throws(StoreError) -> Int

  /// Where the file of a conversation is now that is gone from `path`; nil if it is not gone, or is not in
  /// the same place of `sharedHome`.
  func newPlace(of path: FilePath, in sharedHome: FilePath) -> FilePath?
}

/// Codex's own list of conversations, read, and freed of what is gone.
package protocol ThreadCatalogue: Sendable {
  /// Every conversation that the databases in a folder know; none if there are no databases.
  ///
  /// A database that cannot be read does not hide what the others know.
  func threads(in folder: FilePath) -> ThreadList

  /// Removes a conversation, and what refers to it, from every database in a folder.
  func removeThread(_ id: String, in folder: FilePath) throws(StoreError)
}

/// One conversation as codex's own database knows it.
package struct ThreadRow: Hashable, Sendable {
  /// Codex's identity of it, a UUID.
  package var id: String
  /// Where its file is, as codex wrote it: perhaps through the sandbox that started it.
  package var rollout: FilePath
  /// Where it runs.
  package var folder: FilePath
  /// The name a person gave it, else what codex made of its first words; nil if there is none.
  package var title: String?
  /// When it was started.
  package var startedAt: Date
  /// When it was used last.
  package var usedAt: Date
  /// Whether it was put away.
  var isArchived: Bool
  /// Whether a person pinned it in codex.
  package var isPinned: Bool
  /// The ChatGPT account and user that started it, where codex notes them.
  package var creator: Identity?
  /// The conversation that started this one as a helper of its own, nil for one that a person started.
  package var parent: String?

  /// A row of its parts.
  package init(
    id: String, rollout: FilePath, folder: FilePath, title: String?, startedAt: Date, usedAt: Date,
    isArchived: Bool = false, isPinned: Bool = false, creator: Identity? = nil,
    parent: String? = nil
  ) {
    self.id = id
    self.rollout = rollout
    self.folder = folder
    self.title = title
    self.startedAt = startedAt
    self.usedAt = usedAt
    self.isArchived = isArchived
    self.isPinned = isPinned
    self.creator = creator
    self.parent = parent
  }
}

/// What codex's databases know of conversations.
package struct ThreadList: Sendable {
  /// The conversations, the last used first.
  package var rows: [ThreadRow] = []
  /// Why databases could not be read, one error each.
  package var failures: [StoreError] = []

  /// An empty list.
  package init() {}
}

/// One conversation of codex on disk, no matter who may see it.
package struct ConversationRecord: Hashable, Sendable, Identifiable {
  /// Codex's identity of it, a UUID: `swop codex resume ID` goes on with it.
  package var id: String
  /// Its name, else its first words; nil if nothing is known.
  package var title: String?
  /// Where it runs; nil if nothing is known.
  package var folder: FilePath?
  /// The account that started it, nil if codex did not note it or the account is gone.
  var account: AccountID?
  /// That account's label.
  package var label: String?
  /// When it was started, nil if nothing is known.
  package var startedAt: Date?
  /// When it was used last.
  package var usedAt: Date
  /// When its file was last written.
  package var changedAt: Date
  /// The size of its file in bytes.
  package var size: Int64
  /// Whether it was put away.
  package var isArchived: Bool
  /// Whether a person pinned it in codex.
  package var isPinned: Bool
  /// Its file.
  package var rollout: FilePath
  /// The home that holds it: the shared one, or that of an account that keeps its own.
  package var home: FilePath
  /// The conversation that started this one as a helper of its own.
  package var parent: String?

  /// A conversation of its parts.
  package init(
    id: String, title: String?, folder: FilePath?, account: AccountID? = nil, label: String? = nil,
    startedAt: Date? = nil, usedAt: Date, changedAt: Date? = nil,
    size: Int64, isArchived: Bool = false,
    isPinned: Bool = false, rollout: FilePath, home: FilePath, parent: String? = nil
  ) {
    self.id = id
    self.title = title
    self.folder = folder
    self.account = account
    self.label = label
    self.startedAt = startedAt
    self.usedAt = usedAt
    self.changedAt = changedAt ?? usedAt
    self.size = size
    self.isArchived = isArchived
    self.isPinned = isPinned
    self.rollout = rollout
    self.home = home
    self.parent = parent
  }
}

/// Conversations, and what could not be read about them.
package struct ConversationList: Sendable {
  /// The conversations, the last used first.
  package var records: [ConversationRecord]
  /// Why databases of codex could not be read: their titles, folders, pins and accounts are missing.
  package var failures: [StoreError]

  /// A list of its parts.
  package init(_ records: [ConversationRecord], failures: [StoreError] = []) {
    self.records = records
    self.failures = failures
  }
}
