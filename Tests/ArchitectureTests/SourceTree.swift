import EngineCore

/// The repository's Swift files, as the rules of the house look at them.
enum SourceTree {
  /// The repository's top folder, found from this file's place.
  static let top: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  /// Every Swift file below a folder of the repository, sorted by path.
  static func files(below folder: String) throws -> [SourceFile] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: "\(top)/\(folder)")
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      let path = "\(folder)/\(name)"
      return SourceFile(path: path, lines: try lines(of: path))
    }
  }

  /// The lines of a text file of the repository.
  static func lines(of path: String) throws -> [String] {
    guard let data = FileManager.default.contents(atPath: "\(top)/\(path)") else {
      throw UnreadableFile(path: path)
    }
    var lines = String(decoding: data, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// A file that is listed but cannot be read.
  struct UnreadableFile: Error {
    let path: String
  }
}
