import EngineKernel

/// A folder of a test's own, removed with this value.
final class TemporaryFolder {
  let path: FilePath

  init() throws {
    let name = "swop-store-\(UInt64.random(in: 0...UInt64.max))"
    path = FilePath(FileManager.default.temporaryDirectory.path()) / name
    try FileManager.default.createDirectory(
      atPath: path.text, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path.text)
  }

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
