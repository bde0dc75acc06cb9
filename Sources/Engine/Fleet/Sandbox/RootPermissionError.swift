package import EngineCore

/// The root cannot be trusted, so nothing in it is read or made.
package enum RootPermissionError: EngineError, Hashable {
  /// Something belongs to another user; `isRoot` says that root asks.
  case foreign(path: FilePath, owner: String, isRoot: Bool)
  /// Other users may write something.
  case writable(path: FilePath, mode: FileMode)
  /// The path of the root has more bytes than SQLite opens files with.
  case tooLong(path: FilePath, limit: Int)
  /// Something cannot be looked at.
  case file(FileError)

  package var code: String {
    switch self {
    case .foreign, .writable: "unsafe_root"
    case .tooLong: "root_too_long"
    case .file(let error): error.code
    }
  }

  package var message: String {
    switch self {
    case .foreign(let path, let owner, isRoot: true):
      "swop was started as root, but \(Self.shown(path)) belongs to \(owner): nothing was read or changed."
    case .foreign(let path, let owner, isRoot: false):
      "\(Self.shown(path)) belongs to \(owner), who could change what swop runs: nothing was read or changed."
    case .writable(let path, let mode):
      "Other users can write \(Self.shown(path)) (mode \(mode)) and so change what swop runs: nothing was "
        + "read or changed."
    case .tooLong(let path, let limit):
      "The path of swop's folder has \(path.text.utf8.count) bytes, and its database cannot be opened with more "
        + "than \(limit): \(Self.shown(path))."
    case .file(let error): error.message
    }
  }

  package var remedy: String? {
    switch self {
    case .foreign(_, let owner, isRoot: true):
      "Run it as that user: sudo -u \(ShellWord.quoted(owner)) -H swop … Or set SWOP_ROOT to a folder of "
        + "root's own."
    case .foreign(let path, _, isRoot: false):
      "If it is yours: sudo chown $(id -un) \(ShellWord.quoted(Self.shown(path))). Otherwise set SWOP_ROOT "
        + "to a folder of your own."
    case .writable(let path, _):
      "If it is yours: chmod go-w \(ShellWord.quoted(Self.shown(path))), or swop doctor --fix. Otherwise set "
        + "SWOP_ROOT to a folder of your own."
    case .tooLong: "Set SWOP_ROOT to a folder with a shorter path."
    case .file(let error): error.remedy
    }
  }

  private static func shown(_ path: FilePath) -> String { PrintableText.sanitized(path.text) }
}
