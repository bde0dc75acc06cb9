package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where things of this user are.
package struct UserDirectories: Hashable, Sendable {
  /// The user's home folder.
  package let home: FilePath
  /// Where swop keeps everything (spec: sandboxes, on disk).
  package let root: FilePath
  /// The home that codex uses when no one says otherwise; shared by relaxed sandboxes.
  package let codexHome: FilePath

  /// Finds the folders from the environment; a home that is not set comes from the user database.
  ///
  /// - Parameters:
  ///   - environment: `SWOP_ROOT`, `XDG_STATE_HOME` and `HOME` are read.
  ///   - currentFolder: what a relative `SWOP_ROOT` is relative to.
  /// - Throws: `DirectoryError` if there is no home folder.
  package init(
    environment: ProcessEnvironment, currentFolder: FilePath = Self.currentFolder
  ) throws(DirectoryError) {
    // A relative home would change its meaning with every folder.
    let named = environment.nonEmpty("HOME").map { FilePath($0) }
    guard let home = named?.isAbsolute == true ? named : Self.homeOfUserDatabase() else {
      throw .noHome
    }
    self.home = home
    codexHome = home / ".codex"
    root = Self.root(environment: environment, home: home, currentFolder: currentFolder)
  }

  /// The folder this process is in; the root if it was removed.
  package static var currentFolder: FilePath {
    guard let text = getcwd(nil, 0) else { return "/" }
    defer { free(text) }
    return FilePath(String(cString: text))
  }

  private static func root(
    environment: ProcessEnvironment, home: FilePath, currentFolder: FilePath
  ) -> FilePath {
    if let text = environment.nonEmpty("SWOP_ROOT") {
      let path = FilePath(text)
      return path.isAbsolute ? path : currentFolder / path.text
    }
    // The XDG rules say that a relative path counts as not set.
    if let text = environment.nonEmpty("XDG_STATE_HOME"), FilePath(text).isAbsolute {
      return FilePath(text) / "swop"
    }
    return home / ".swop"
  }

  private static func homeOfUserDatabase() -> FilePath? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16 << 10)
    // The path is in the buffer, so it is copied while that stays where it is.
    let path = buffer.withUnsafeMutableBufferPointer { room -> FilePath? in
      guard let start = room.baseAddress,
        getpwuid_r(getuid(), &entry, start, room.count, &found) == 0, found != nil,
        let text = entry.pw_dir
      else { return nil }
      return FilePath(String(cString: text))
    }
    return path.flatMap { $0.isAbsolute ? $0 : nil }
  }
}

/// The folders of this user cannot be found.
package enum DirectoryError: EngineError, Hashable {
  /// Neither the environment nor the user database names a home folder.
  case noHome

  package var code: String { "no_home" }

  package var message: String { "This user has no home folder." }

  package var remedy: String? { "Set HOME or SWOP_ROOT to an absolute path." }

  package var outcome: FailureOutcome { .failed }
}
