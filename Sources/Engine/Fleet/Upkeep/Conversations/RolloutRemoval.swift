package import EngineCore

/// Removes a conversation without codex: its file, and what codex's databases know of it. For when there
/// is no codex that could do it, or it refuses.
package struct RolloutRemoval: Sendable {
  private let files: any FileSystem
  private let catalogue: any ThreadCatalogue

  /// A removal on `files` and in `catalogue`.
  package init(files: any FileSystem, catalogue: any ThreadCatalogue) {
    self.files = files
    self.catalogue = catalogue
  }

  /// Removes one. The file goes last: as long as it is there, the conversation can be found.
  package func remove(_ conversation: ConversationRecord) throws {
    try catalogue.removeThread(conversation.id, in: conversation.home)
    guard try files.status(conversation.rollout)?.kind == .file else { return }
    try files.remove(conversation.rollout)
  }

  /// Whether anything is left of a conversation's file.
  package func isThere(_ conversation: ConversationRecord) -> Bool {
    files.exists(conversation.rollout)
  }

  /// Takes the names of conversations out of a home's list of names.
  package func forgetNames(of ids: Set<String>, in home: FilePath) throws(FileError) {
    let index = home / "session_index.jsonl"
    guard try files.status(index)?.kind == .file else { return }
    let lines = try files.read(index).split(separator: UInt8(ascii: "\n"))
    let staying = lines.filter { line in
      let text = String(decoding: line, as: UTF8.self)
      return !ids.contains { text.contains($0) }
    }
    guard staying.count < lines.count else { return }
    let data = staying.reduce(into: Data()) { $0 += $1 + [UInt8(ascii: "\n")] }
    try files.replace(index, with: data, mode: .privateFile)
  }
}
