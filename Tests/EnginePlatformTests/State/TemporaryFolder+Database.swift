import EngineCore
import TestSupport

extension TemporaryFolder {
  /// The state database of this folder.
  var database: FilePath { path / "state.db" }

  /// The permission bits of a file.
  func mode(of file: FilePath) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: file.text)[.posixPermissions] as? Int
  }

  /// The names in the folder, sorted.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path.text).sorted()
  }
}
