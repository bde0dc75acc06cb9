import EngineCore
import EnginePlatform
import TestSupport

extension RelayScene {
  /// A home of codex's that holds the pool's sign-in and no other.
  func codexHome() throws -> FilePath {
    let home = folder / "codex"
    let files = DiskFileSystem()
    if !files.exists(home) {
      try files.createFolder(home, mode: .privateFolder)
      try files.replace(home / "auth.json", with: Self.pass.data, mode: .privateFile)
    }
    return home
  }

  /// The files of codex's home that hold one of these texts.
  func filesOfHome(holding texts: [String]) throws -> [String] {
    try Self.files(in: try codexHome(), holding: texts.map { Array($0.utf8) })
  }

  private static func files(in folder: FilePath, holding texts: [[UInt8]]) throws -> [String] {
    let files = DiskFileSystem()
    return try files.list(folder).flatMap { name -> [String] in
      let path = folder / name
      guard let status = try files.status(path) else { return [] }
      switch status.kind {
      case .folder: return try self.files(in: path, holding: texts).map { name + "/" + $0 }
      case .file:
        let data = try files.read(path)
        return texts.contains { data.firstRange(of: $0) != nil } ? [name] : []
      case .link, .socket, .other: return []
      }
    }
  }
}
