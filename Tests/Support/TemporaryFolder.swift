package import EngineCore
import EnginePlatform

/// A folder for one test, removed with everything in it when the value goes. It is not under
/// `/tmp`: codex treats homes there differently.
package final class TemporaryFolder: Sendable {
  /// Where it is, links resolved.
  package let path: FilePath

  /// Creates the folder, 0700.
  package init() throws {
    let files = DiskFileSystem()
    let base = try files.resolve("/var/tmp")
    path = base / ("swop-tests-" + Hexadecimal.text(SystemRandom().bytes(8)))
    try files.createFolder(path, mode: .privateFolder)
  }

  deinit {
    // A test that leaves its folder behind is a nuisance, not a failure.
    try? DiskFileSystem().removeTree(path)
  }

  /// The path of a name in the folder.
  package static func / (folder: TemporaryFolder, name: String) -> FilePath {
    folder.path / name
  }
}
