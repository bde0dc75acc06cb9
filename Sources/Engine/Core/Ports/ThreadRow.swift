/// One conversation as codex's own database knows it.
package struct ThreadRow: Hashable, Sendable {
  /// Codex's identity of it, a UUID.
  package var id: String
  /// Where its file lies, as codex wrote it: perhaps through the sandbox that started it.
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
  package var isArchived: Bool
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
