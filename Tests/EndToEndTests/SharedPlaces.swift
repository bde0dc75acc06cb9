import Engine
import EngineCore

/// Which paths of the shared home relaxed sandboxes are meant to share: the sharing list, and codex's
/// databases with the lock of their upkeep, which `CODEX_SQLITE_HOME` leads there.
struct SharedPlaces {
  let home: FilePath

  /// Whether a path is one of them.
  func contains(_ path: FilePath) -> Bool {
    guard path.isInside(home), path != home else { return false }
    return isDatabase(path) || SharingList.entries.contains { holds($0, path) }
  }

  private func isDatabase(_ path: FilePath) -> Bool {
    guard path.parent == home else { return false }
    return path.name == ".sqlite-maintenance.lock"
      || ["", "-wal", "-shm", "-journal"].contains { path.name.hasSuffix(".sqlite" + $0) }
  }

  private func holds(_ entry: SharedEntry, _ path: FilePath) -> Bool {
    switch entry.kind {
    case .file: path == home / entry.name
    case .readFolder, .writtenFolder: path.isInside(home / entry.name)
    case .filesEnding: path.parent == home && path.name.hasSuffix(entry.name)
    }
  }
}
