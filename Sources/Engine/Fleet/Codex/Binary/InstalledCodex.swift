package import EngineCore

/// The versions of codex that swop installed, side by side in one folder: `<version>/codex` leads to each
/// program, the link `current` names the version that is used, `previous` the one before it.
package struct InstalledCodex: Sendable {
  /// The folder.
  package let folder: FilePath
  private let files: any FileSystem

  /// What is installed in a folder.
  package init(folder: FilePath, files: any FileSystem) {
    self.folder = folder
    self.files = files
  }

  /// The versions, the newest first.
  package var versions: [CodexVersion] {
    let names = (try? files.list(folder)) ?? []
    return names.compactMap { CodexVersion($0) }.filter(isThere).sorted(by: >)
  }

  /// The version that is used, nil if none is.
  package var current: CodexVersion? { version(named: Self.currentName) }

  /// The version that was used before it, nil if there was none or it is gone.
  package var previous: CodexVersion? { version(named: Self.previousName) }

  /// Where the version that is used lies; empty if none is. The path names the version, so that what
  /// runs does not change under a run.
  package var places: [FilePath] { current.map { [program(of: $0)] } ?? [] }

  /// Whether a version is chosen that is not there.
  package var leadsNowhere: Bool { files.exists(folder / Self.currentName) && current == nil }

  /// Where the program of a version lies.
  package func program(of version: CodexVersion) -> FilePath {
    self.folder(of: version) / Self.programName
  }

  /// Where a version lies.
  package func folder(of version: CodexVersion) -> FilePath { folder / version.description }

  /// Whether a version is installed.
  package func isThere(_ version: CodexVersion) -> Bool {
    guard let program = try? files.resolve(program(of: version)) else { return false }
    return (try? files.status(program))?.kind == .file
  }

  /// Makes a version the one that is used, in one step; the one used until now becomes the previous one.
  package func use(_ version: CodexVersion, random: any RandomSource) throws(FileError) {
    if let current, current != version {
      try point(Self.previousName, at: current.description, random)
    }
    try point(Self.currentName, at: version.description, random)
  }

  /// Uses the previous version, else the newest; none if there is none.
  package func relink(random: any RandomSource) throws(FileError) {
    if let version = previous ?? versions.first {
      try point(Self.currentName, at: version.description, random)
    } else if files.exists(folder / Self.currentName) {
      try files.remove(folder / Self.currentName)
    }
  }

  /// The name of the link to a version's program.
  static let programName = "codex"
  private static let currentName = "current"
  private static let previousName = "previous"

  private func version(named name: String) -> CodexVersion? {
    guard let target = try? files.linkTarget(folder / name),
      let version = CodexVersion(target.text),
      isThere(version)
    else { return nil }
    return version
  }

  /// Replaces a link in one step.
  private func point(
    _ name: String, at target: String, _ random: any RandomSource
  ) throws(FileError) {
    let beside = folder / TemporaryName.fresh(random)
    try files.createLink(beside, to: FilePath(target))
    do {
      try files.move(beside, to: folder / name)
    } catch {
      // The link beside is nobody's; the error says what matters.
      try? files.remove(beside)
      throw error
    }
  }
}
