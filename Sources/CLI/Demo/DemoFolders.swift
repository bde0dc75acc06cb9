import EngineCore

/// The folders of demos below the user's cache. Each goes with its demo; what a demo that was killed has
/// left, the next one removes.
struct DemoFolders {
  let parent: FilePath
  let files: any FileSystem
  let processes: any ProcessRunner

  /// Makes the folder of this process, with a home in it.
  func make() throws(FileError) -> FilePath {
    let owner = processes.current
    let folder = parent / "\(Self.prefix)\(owner.pid)-\(owner.startTicks)"
    for part in ["home", "home/.swop"] {
      try files.createFolder(folder / part, mode: .privateFolder)
    }
    return folder
  }

  /// Removes the folders of demos that have ended. One that cannot be removed stays: it is in nobody's way.
  func removeLeftovers() {
    for name in (try? files.list(parent)) ?? [] {
      guard let owner = Self.owner(of: name), !processes.isAlive(owner),
        (try? files.status(parent / name))?.kind == .folder
      else { continue }
      try? files.removeTree(parent / name)
    }
  }

  private static let prefix = "demo-"

  /// The process that a folder is named after, nil for a folder of something else.
  private static func owner(of name: String) -> ProcessIdentity? {
    guard name.hasPrefix(prefix) else { return nil }
    let parts = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let pid = Int32(parts[0]), let ticks = UInt64(parts[1]) else {
      return nil
    }
    return ProcessIdentity(pid: pid, startTicks: ticks)
  }
}
