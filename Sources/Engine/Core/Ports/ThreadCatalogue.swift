/// Codex's own list of conversations, read, and freed of what is gone.
package protocol ThreadCatalogue: Sendable {
  /// Every conversation that the databases in a folder know; none if there are no databases.
  ///
  /// A database that cannot be read does not hide what the others know.
  func threads(in folder: FilePath) -> ThreadList

  /// Removes a conversation, and what refers to it, from every database in a folder.
  func removeThread(_ id: String, in folder: FilePath) throws(StoreError)
}
