package import EngineCore

/// A sandbox cannot be used.
package enum SandboxError: EngineError, Hashable {
  /// A file or folder of it cannot be used.
  case file(FileError)
  /// Another process holds it.
  case locked(LockError)
  /// There is no such sandbox.
  case missing(path: FilePath)
  /// The sign-in is a link: codex would write through it into whatever it points at.
  case linkedSignIn(path: FilePath)
  /// The shared home is a link to nothing.
  case sharedHomeDangling(path: FilePath, target: FilePath)
  /// The shared home is something else than a folder.
  case sharedHomeNotFolder(path: FilePath)
  /// The path of the shared home has more bytes than codex's databases can have in theirs.
  case sharedHomeTooLong(path: FilePath, limit: Int)
  /// Something that is not a folder lies where a folder of the sandbox has to be.
  case notFolder(path: FilePath)

  package var code: String {
    switch self {
    case .file: "file"
    case .locked(let error): error.code
    case .missing: "sandbox_missing"
    case .linkedSignIn: "sign_in_is_link"
    case .notFolder: "sandbox_damaged"
    case .sharedHomeDangling, .sharedHomeNotFolder, .sharedHomeTooLong: "shared_home_unusable"
    }
  }

  package var message: String {
    switch self {
    case .file(let error): error.message
    case .locked(let error): error.message
    case .missing(let path): "The sandbox \(path) does not exist."
    case .linkedSignIn(let path):
      "The sign-in \(path) is a link, so that this account would write into another place."
    case .sharedHomeDangling(let path, let target):
      "\(Self.shown(path)), which accounts share, is a link to \(Self.shown(target)), which does not exist."
    case .sharedHomeNotFolder(let path):
      "\(Self.shown(path)), which accounts share, is not a folder."
    case .sharedHomeTooLong(let path, let limit):
      "The path of \(Self.shown(path)), which accounts share, has \(path.text.utf8.count) bytes; codex cannot "
        + "open its databases where it has more than \(limit)."
    case .notFolder(let path): "\(path) has to be a folder of the sandbox, and is none."
    }
  }

  package var remedy: String? {
    switch self {
    case .file(let error): error.remedy
    case .locked(let error): error.remedy
    case .missing: "See what there is: swop status"
    case .linkedSignIn(let path):
      "Replace the link by its own file, or sign in again: rm \(ShellWord.quoted(path.text))"
    case .sharedHomeDangling(let path, let target):
      "Make the folder: mkdir -p \(Self.quoted(target)). Or remove the link: rm \(Self.quoted(path))"
    case .sharedHomeNotFolder(let path):
      "Move it away: mv \(Self.quoted(path)) \(Self.quoted(path)).old. Or share another folder: "
        + "swop config set codex.home FOLDER"
    case .sharedHomeTooLong:
      "Share a folder with a shorter path: swop config set codex.home FOLDER"
    case .notFolder(let path):
      "Move it away and try again: mv \(ShellWord.quoted(path.text)) "
        + ShellWord.quoted(path.text + ".old")
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .locked(let error): error.outcome
    case .file, .missing, .linkedSignIn, .notFolder, .sharedHomeDangling, .sharedHomeNotFolder,
      .sharedHomeTooLong:
      .failed
    }
  }

  /// SQLite opens no file whose path, with that of its journal, has more than 512 bytes.
  static let sharedHomeLimit = 512 - "/thread_history_1.sqlite-journal".utf8.count

  /// Why a folder cannot be the shared home, nil if it can or does not exist yet.
  package static func fault(ofSharedHome path: FilePath, files: any FileSystem) -> SandboxError? {
    do throws(FileError) {
      guard path.text.utf8.count <= sharedHomeLimit else {
        return .sharedHomeTooLong(path: path, limit: sharedHomeLimit)
      }
      guard let status = try files.status(path), status.kind != .folder else { return nil }
      guard status.kind == .link else { return .sharedHomeNotFolder(path: path) }
      guard let resolved = try? files.resolve(path) else {
        let target = try files.linkTarget(path)
        return .sharedHomeDangling(
          path: path, target: target.isAbsolute ? target : path.parent / target.text)
      }
      return try files.status(resolved)?.kind == .folder ? nil : .sharedHomeNotFolder(path: path)
    } catch {
      return .file(error)
    }
  }

  private static func shown(_ path: FilePath) -> String { PrintableText.sanitized(path.text) }

  private static func quoted(_ path: FilePath) -> String { ShellWord.quoted(shown(path)) }
}
