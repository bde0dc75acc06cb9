/// One codex conversation that can be gone on with.
package struct StoredConversation: Hashable, Sendable, Identifiable {
  /// Codex's identity of it.
  package let id: String
  /// Its name, else its first words.
  package let title: String
  /// Where it ran.
  package let directory: String
  /// When it was used last.
  package let usedAt: Date

  /// A conversation of its parts.
  package init(id: String, title: String, directory: String, usedAt: Date) {
    self.id = id
    self.title = title
    self.directory = directory
    self.usedAt = usedAt
  }
}
