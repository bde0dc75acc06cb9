package import EngineCore

/// Finds and removes what codex leaves behind in homes. It follows no link.
struct LeftoverSearch: Sendable {
  private let files: any FileSystem
  private let live: LiveHome

  /// A search through `files` and at the processes of `live`.
  init(files: any FileSystem, live: LiveHome) {
    self.files = files
    self.live = live
  }

  /// What is in some homes, the largest first.
  func leftovers(in homes: [ConversationHome]) throws(FileError) -> [Leftover] {
    var found: [Leftover] = []
    for home in homes where try files.status(home.path)?.kind == .folder {
      let isInUse = !live.isQuiet(home.path)
      for (path, kind) in Self.places {
        let place = path.reduce(home.path) { $0 / $1 }
        guard try files.status(place)?.kind == .folder else { continue }
        let bytes = try size(of: place)
        guard bytes > 0 else { continue }
        found.append(
          Leftover(
            kind: kind, path: place, home: home.path, label: home.account?.label.text,
            bytes: bytes, isInUse: isInUse))
      }
    }
    return found.sorted { ($1.bytes, $0.path.text) < ($0.bytes, $1.path.text) }
  }

  /// Removes one, unless someone uses its home.
  ///
  /// - Returns: Whether it was removed.
  func remove(_ leftover: Leftover) throws(FileError) -> Bool {
    guard live.isQuiet(leftover.home) else { return false }
    for name in try files.list(leftover.path) { try removeUnheld(leftover.path / name, depth: 0) }
    return true
  }

  /// A codex that has started since then holds the lock in its folder: that one stays.
  private func removeUnheld(_ path: FilePath, depth: Int) throws(FileError) {
    guard try files.status(path)?.kind == .folder, depth < 2 else {
      return try files.removeTree(path)
    }
    if files.exists(path / ".lock") {
      guard let lock = try files.tryLock(path / ".lock") else { return }
      defer { lock.release() }
      return try files.removeTree(path)
    }
    for name in try files.list(path) { try removeUnheld(path / name, depth: depth + 1) }
  }

  /// The size of everything in a folder, in bytes.
  func size(of folder: FilePath) throws(FileError) -> Int64 {
    var bytes: Int64 = 0
    for name in try files.list(folder) {
      guard let status = try files.status(folder / name) else { continue }
      switch status.kind {
      case .folder: bytes += try size(of: folder / name)
      case .file: bytes += status.size
      case .link, .socket, .other: break
      }
    }
    return bytes
  }

  private static let places: [(path: [String], kind: Leftover.Kind)] = [
    (["packages", "app-server-daemon"], .daemonPackages), (["shell_snapshots"], .shellSnapshots),
    (["tmp"], .temporary), ([".tmp"], .temporary), (["cache"], .cache),
  ]
}

/// Something in a home that codex recreates when it needs it.
package struct Leftover: Hashable, Sendable {
  /// What it is.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Copies of codex for its background process, hundreds of megabytes each.
    case daemonPackages = "daemon_packages"
    /// What the login shell had set when a conversation began.
    case shellSnapshots = "shell_snapshots"
    /// Folders of codex processes that are gone.
    case temporary
    /// Things that were fetched.
    case cache

    /// For people.
    package var phrase: String {
      switch self {
      case .daemonPackages: "copies of codex for its background process"
      case .shellSnapshots: "snapshots of the shell"
      case .temporary: "folders of ended codex processes"
      case .cache: "fetched things"
      }
    }
  }

  /// What it is.
  package let kind: Kind
  /// Where.
  package let path: FilePath
  /// The home it is in.
  let home: FilePath
  /// The label of the account whose home that is, nil for a shared one.
  package let label: String?
  /// Its size in bytes.
  package let bytes: Int64
  /// Whether someone uses the home now, so that it has to stay.
  package let isInUse: Bool
}
