package import EngineCore

/// The folders of this user cannot be found or used.
package enum DirectoryError: EngineError, Hashable {
  /// Neither the environment nor the user database names a home folder.
  case noHome
  /// The root lies under a folder for temporary files.
  case temporaryRoot(root: FilePath, folder: FilePath)

  package var code: String {
    switch self {
    case .noHome: "no_home"
    case .temporaryRoot: "temporary_root"
    }
  }

  package var message: String {
    switch self {
    case .noHome: "There is no home folder for this user."
    case .temporaryRoot(let root, let folder):
      "SWOP_ROOT (\(root)) lies under \(folder): codex makes no lock files there, so swop could not "
        + "see which runs are alive."
    }
  }

  package var remedy: String? {
    switch self {
    case .noHome: "Set HOME or SWOP_ROOT to an absolute path."
    case .temporaryRoot: "Set SWOP_ROOT to a folder that lasts, or unset it."
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .noHome: .failed
    case .temporaryRoot: .usage
    }
  }
}
