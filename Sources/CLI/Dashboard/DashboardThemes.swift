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
    let library = ThemeLibrary(userFiles())
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

  /// What lies in the folder; one that cannot be read holds no themes.
  private func userFiles() -> [ThemeLibrary.UserFile] {
    let names = (try? files.list(folder)) ?? []
    return names.filter { $0.hasSuffix(".json5") }.compactMap { name in
      let path = folder / name
      guard let data = try? files.read(path), data.count <= Self.sizeLimit else { return nil }
      return ThemeLibrary.UserFile(
        path: path.text, name: String(name.dropLast(".json5".count)), bytes: Array(data))
    }
  }
}
