import EngineKernel
import TUIKit

/// The themes of the program and of the user's folder.
struct DashboardThemes: Sendable {
  let folder: FilePath
  let files: any FileSystem

  /// A theme's file is not larger than this, in bytes.
  private static let sizeLimit = 262_144

  /// Every theme that can be used, and what is wrong with the others.
  func load() -> (themes: [Theme], faults: [ErrorReport]) {
    let library = library()
    var faults = library.problems.map(\.report)
    var themes: [Theme] = []
    for name in library.names {
      do {
        themes.append(try library.theme(named: name))
      } catch {
        faults.append(error.report)
      }
    }
    return (themes, faults)
  }

  /// Every theme, the user's included.
  func library() -> ThemeLibrary { ThemeLibrary(userFiles()) }

  /// One file, wherever it lies.
  func file(_ path: FilePath) throws -> ThemeLibrary.UserFile {
    let name = path.name.hasSuffix(".json5") ? String(path.name.dropLast(6)) : path.name
    let data = try files.read(path)
    guard data.count <= Self.sizeLimit else {
      throw ThemeError.tooLarge(source: path.text, limit: Self.sizeLimit)
    }
    return ThemeLibrary.UserFile(path: path.text, name: name, bytes: Array(data))
  }

  /// Writes a theme into the folder.
  ///
  /// - Returns: Where it lies.
  func write(_ text: [UInt8], named name: String) throws -> FilePath {
    try files.createFolder(folder, mode: .privateFolder)
    let path = folder / "\(name).json5"
    try files.replace(path, with: Data(text), mode: .privateFile)
    return path
  }

  /// What lies in the folder; one that cannot be read holds no themes.
  func userFiles() -> [ThemeLibrary.UserFile] {
    let names = (try? files.list(folder)) ?? []
    return names.filter { $0.hasSuffix(".json5") }.compactMap { name in
      let path = folder / name
      guard let data = try? files.read(path), data.count <= Self.sizeLimit else { return nil }
      return ThemeLibrary.UserFile(
        path: path.text, name: String(name.dropLast(".json5".count)), bytes: Array(data))
    }
  }
}
