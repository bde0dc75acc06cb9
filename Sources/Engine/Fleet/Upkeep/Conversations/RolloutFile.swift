import EngineCore

/// The file of one conversation: `rollout-2026-11-25T02-30-00-<uuid>.jsonl`, perhaps compressed.
struct RolloutFile: Hashable, Sendable {
  /// Where it is, links resolved.
  let path: FilePath
  /// The conversation's identity, from its name.
  let id: String
  /// Its size in bytes.
  let size: Int64
  /// When it was last written.
  let changedAt: Date
  /// Whether it is among those that were put away.
  let isArchived: Bool

  /// A file of its parts; nil if the name is not that of a conversation.
  init?(path: FilePath, status: FileStatus, isArchived: Bool) {
    guard let id = Self.identity(in: path.name) else { return nil }
    self.path = path
    self.id = id
    size = status.size
    changedAt = status.modifiedAt
    self.isArchived = isArchived
  }

  /// The identity in a file's name, nil if it is none of a conversation.
  static func identity(in name: String) -> String? {
    guard name.hasPrefix("rollout-") else { return nil }
    for ending in [".jsonl", ".jsonl.zst"] where name.hasSuffix(ending) {
      let id = name.dropLast(ending.count).suffix(36)
      return isIdentity(id) ? String(id) : nil
    }
    return nil
  }

  /// Whether a text has the form of a UUID.
  static func isIdentity(_ text: some StringProtocol) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
  }

  /// When the conversation was started: its identity begins with the moment (RFC 9562, version 7).
  var startedAt: Date? {
    let digits = id.filter { $0 != "-" }
    guard digits.dropFirst(12).first == "7", let milliseconds = UInt64(digits.prefix(12), radix: 16)
    else { return nil }
    return Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
  }
}

/// Finds the files of conversations in a home. It follows no link.
struct RolloutSearch: Sendable {
  private let files: any FileSystem

  /// A search through `files`.
  init(files: any FileSystem) {
    self.files = files
  }

  /// Whether a home keeps conversations of its own: not one whose folders are links to another's.
  func keepsOwn(_ home: FilePath) -> Bool {
    Self.folders.contains { (try? files.status(home / $0.name))?.kind == .folder }
  }

  /// Every file of a conversation in a home, in the order of their paths.
  func files(in home: FilePath) throws(FileError) -> [RolloutFile] {
    var found: [RolloutFile] = []
    for folder in Self.folders where try files.status(home / folder.name)?.kind == .folder {
      let place = try files.resolve(home / folder.name)
      try search(place, folder.isArchive, depth: 0, &found)
    }
    return found
  }

  private static let folders = [
    (name: "sessions", isArchive: false), (name: "archived_sessions", isArchive: true),
  ]

  /// Codex's folders are year, month and day; nothing of codex's is deeper.
  private static let depthLimit = 4

  private func search(
    _ folder: FilePath, _ isArchive: Bool, depth: Int, _ found: inout [RolloutFile]
  ) throws(FileError) {
    for name in try files.list(folder) {
      let path = folder / name
      // What went away meanwhile is no one's conversation any more.
      guard let status = try files.status(path) else { continue }
      switch status.kind {
      case .file:
        let file = RolloutFile(path: path, status: status, isArchived: isArchive)
        if let file { found.append(file) }
      case .folder where depth < Self.depthLimit:
        do {
          try search(path, isArchive, depth: depth + 1, &found)
        } catch {
          if error.reason != .notFound { throw error }
        }
      case .folder, .link, .socket, .other: break
      }
    }
  }
}

/// Removes a conversation without codex: its file, and what codex's databases know of it. For when there
/// is no codex that could do it, or it refuses.
struct RolloutRemoval: Sendable {
  private let files: any FileSystem
  private let catalogue: any ThreadCatalogue

  /// A removal on `files` and in `catalogue`.
  init(files: any FileSystem, catalogue: any ThreadCatalogue) {
    self.files = files
    self.catalogue = catalogue
  }

  /// Removes one. The file goes last: as long as it is there, the conversation can be found.
  func remove(_ conversation: ConversationRecord) throws {
    try catalogue.removeThread(conversation.id, in: conversation.home)
    guard try files.status(conversation.rollout)?.kind == .file else { return }
    try files.remove(conversation.rollout)
  }

  /// Whether anything is left of a conversation's file.
  func isThere(_ conversation: ConversationRecord) -> Bool {
    files.exists(conversation.rollout)
  }

  /// Takes the names of conversations out of a home's list of names.
  func forgetNames(of ids: Set<String>, in home: FilePath) throws(FileError) {
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
