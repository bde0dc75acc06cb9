/// One conversation of codex on disk, whoever may see it.
package struct ConversationRecord: Hashable, Sendable, Identifiable {
  /// Codex's identity of it, a UUID: `swop codex resume ID` goes on with it.
  package var id: String
  /// Its name, else its first words; nil if nothing is known.
  package var title: String?
  /// Where it runs; nil if nothing is known.
  package var folder: FilePath?
  /// The account that started it, nil if codex did not note it or the account is gone.
  package var account: AccountID?
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
