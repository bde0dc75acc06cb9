package import EngineCore

/// Finds the files of conversations in a home. It follows no link.
package struct RolloutSearch: Sendable {
  private let files: any FileSystem

  /// A search through `files`.
  package init(files: any FileSystem) {
    self.files = files
  }

  /// Whether a home keeps conversations of its own: not one whose folders are links to another's.
  package func keepsOwn(_ home: FilePath) -> Bool {
    Self.folders.contains { (try? files.status(home / $0.name))?.kind == .folder }
  }

  /// Every file of a conversation in a home, in the order of their paths.
  package func files(in home: FilePath) throws(FileError) -> [RolloutFile] {
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

  /// Codex's folders are year, month and day; nothing of codex's lies deeper.
  private static let depthLimit = 4

  private func search(
    _ folder: FilePath, _ isArchive: Bool, depth: Int, _ found: inout [RolloutFile]
  ) throws(FileError) {
    for name in try files.list(folder) {
      let path = folder / name
      // What went away meanwhile is nobody's conversation any more.
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
