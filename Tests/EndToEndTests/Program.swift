import EngineCore
import EnginePlatform

/// The programs that were built beside the tests.
enum Program {
  /// `swop` itself.
  static var swop: FilePath {
    get throws { try built("swop") }
  }

  /// The library that cuts a program off (Tests/CutTool).
  static var cut: FilePath {
    get throws { try built("libswop-cut.so", .read) }
  }

  private static func built(
    _ name: String, _ access: FileAccess = .execute
  ) throws -> FilePath {
    let folder = FilePath(CommandLine.arguments[0]).parent
    let files = DiskFileSystem()
    var candidate = try files.resolve(folder)
    // A test bundle may lie some folders below the place of the programs.
    for _ in 0..<5 {
      if files.mayAccess(candidate / name, access) { return candidate / name }
      candidate = candidate.parent
    }
    throw FileError(operation: "find", path: folder / name, reason: .notFound)
  }
}
