package import EngineCore

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
  /// There is no version to go back to.
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
    case .noManager: "Neither npm nor Homebrew nor pip is here to fetch codex."
    case .missingManager(let manager): "\(manager.rawValue) is not here to fetch codex."
    case .noVersions(let manager): "\(manager.rawValue) has only the newest codex."
    case .failed(let manager, let detail): "\(manager.rawValue) could not fetch codex: \(detail)."
    case .noProgram(let manager): "\(manager.rawValue) fetched no codex that swop knows."
    case .unusable(let reason): "The codex that was fetched cannot be used: \(reason)."
    case .otherVersion(let wanted, let found):
      "codex \(found) was fetched, not \(wanted); nothing was changed."
    case .notInstalled(let version, _): "codex \(version) is not installed by swop."
    case .noPrevious: "There is no version to go back to."
    case .locked(let error): error.message
    case .file(let error): error.message
    }
  }

  package var remedy: String? {
    switch self {
    case .noManager:
      "Install one of them, or codex by hand, and name it: swop config set codex.path PATH"
    case .missingManager: "Leave --with out: swop takes what is there."
    case .noVersions: "Take another: swop binary install VERSION --with pip"
    case .failed: "Look whether there is such a version, and a network."
    case .noProgram, .unusable, .otherVersion: "Take another way: --with npm, homebrew or pip"
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
