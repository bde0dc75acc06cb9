package import EngineCore

/// The versions of codex that swop installed, side by side in one folder: `<version>/codex` leads to each
/// program, the link `current` names the version that is used, `previous` the one before it.
package struct InstalledCodex: Sendable {
  /// The folder.
  let folder: FilePath
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

  /// Where the version that is used is; empty if none is. The path names the version, so that what
  /// runs does not change under a run.
  package var places: [FilePath] { current.map { [program(of: $0)] } ?? [] }

  /// Whether a version is chosen that is not there.
  var leadsNowhere: Bool { files.exists(folder / Self.currentName) && current == nil }

  /// Where the program of a version is.
  package func program(of version: CodexVersion) -> FilePath {
    self.folder(of: version) / Self.programName
  }

  /// Where a version is.
  func folder(of version: CodexVersion) -> FilePath { folder / version.description }

  /// Whether a version is installed.
  func isThere(_ version: CodexVersion) -> Bool {
    guard let program = try? files.resolve(program(of: version)) else { return false }
    return (try? files.status(program))?.kind == .file
  }

  /// Makes a version the one that is used, in one step; the one used until now becomes the previous one.
  func use(_ version: CodexVersion, random: any RandomSource) throws(FileError) {
    if let current, current != version {
      try point(Self.previousName, at: current.description, random)
    }
    try point(Self.currentName, at: version.description, random)
  }

  /// Uses the previous version, else the newest; none if there is none.
  func relink(random: any RandomSource) throws(FileError) {
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
      // The link beside is no one's; the error says what matters.
      try? files.remove(beside)
      throw error
    }
  }
}

/// Codex cannot be installed, or another version cannot be used.
package enum InstallError: EngineError, Hashable {
  /// None of the package managers is there.
  case noManager
  /// The one that was named is not there.
  case missingManager(PackageManager)
  /// It has only its newest version.
  case noVersions(PackageManager)
  /// It failed; `detail` is its own last words.
  case failed(PackageManager, detail: String)
  /// It ended well but left no program where it should be.
  case noProgram(PackageManager)
  /// What it fetched cannot be run.
  case unusable(reason: String)
  /// It fetched another version than was asked for.
  case otherVersion(wanted: CodexVersion, found: CodexVersion)
  /// That version is not installed.
  case notInstalled(version: CodexVersion, installed: [CodexVersion])
  /// No previous version to go back to.
  case noPrevious
  /// Another swop installs.
  case locked(LockError)
  /// A file or folder cannot be used.
  case file(FileError)

  package var code: String {
    switch self {
    case .noManager, .missingManager: "no_package_manager"
    case .noVersions: "no_versions"
    case .failed, .noProgram: "install_failed"
    case .unusable: "codex_unusable"
    case .otherVersion: "other_version"
    case .notInstalled: "not_installed"
    case .noPrevious: "no_previous"
    case .locked(let error): error.code
    case .file(let error): error.code
    }
  }

  package var message: String {
    switch self {
    case .noManager: "None of npm, Homebrew or pip is installed, so codex cannot be fetched."
    case .missingManager(let manager): "\(manager.rawValue) is not installed."
    case .noVersions(let manager): "\(manager.rawValue) has only the newest codex."
    case .failed(let manager, let detail): "\(manager.rawValue) could not fetch codex: \(detail)."
    case .noProgram(let manager): "\(manager.rawValue) fetched no codex that swop knows."
    case .unusable(let reason): "The codex that was fetched cannot be used: \(reason)."
    case .otherVersion(let wanted, let found):
      "codex \(found) was fetched, not \(wanted); nothing was changed."
    case .notInstalled(let version, _): "codex \(version) is not installed by swop."
    case .noPrevious: "No previous version to go back to."
    case .locked(let error): error.message
    case .file(let error): error.message
    }
  }

  package var remedy: String? {
    switch self {
    case .noManager:
      "Install one of them, or codex by hand, and name it: swop config set codex.path PATH"
    case .missingManager: "Leave --with out: swop takes what is there."
    case .noVersions: "Use another package manager: swop binary install VERSION --with pip"
    case .failed: "Check that the version exists and that you are online."
    case .noProgram, .unusable, .otherVersion:
      "Use another package manager: --with npm, homebrew or pip"
    case .notInstalled(let version, let installed):
      installed.isEmpty
        ? "Install it: swop binary install \(version)"
        : "Install it: swop binary install \(version); there are: "
          + installed.map(\.description).joined(separator: ", ")
    case .noPrevious: "See what is installed: swop binary list"
    case .locked(let error): error.remedy
    case .file(let error): error.remedy
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .notInstalled, .noVersions: .usage
    case .locked(let error): error.outcome
    default: .failed
    }
  }
}
