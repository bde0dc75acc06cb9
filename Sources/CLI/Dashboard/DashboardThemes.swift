import Engine
import EngineCore
import TUI
import TUIKit

/// The themes of the program and of the user's folder.
struct DashboardThemes: Sendable {
  let folder: FilePath
  let files: any FileSystem

  /// A theme's file is not larger than this, in bytes.
  private static let sizeLimit = 262_144
  private static let ending = ".json5"

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

  /// Every theme, the user's included, and the files that cannot be read.
  func library() -> ThemeLibrary {
    var readable: [ThemeLibrary.UserFile] = []
    var problems: [ThemeError] = []
    for path in paths(&problems) {
      do {
        readable.append(try file(path))
      } catch {
        problems.append(error)
      }
    }
    return ThemeLibrary(readable, unreadable: problems)
  }

  /// One file, wherever it is.
  func file(_ path: FilePath) throws(ThemeError) -> ThemeLibrary.UserFile {
    let name =
      path.name.hasSuffix(Self.ending) ? path.name.dropLast(Self.ending.count) : path.name[...]
    let data: Data
    do {
      data = try files.read(path)
    } catch {
      throw .file(error)
    }
    guard data.count <= Self.sizeLimit else {
      throw .tooLarge(source: PrintableText.sanitized(path.text), limit: Self.sizeLimit)
    }
    return ThemeLibrary.UserFile(path: path.text, name: String(name), bytes: Array(data))
  }

  /// Writes a theme into the folder.
  ///
  /// - Returns: Where it is.
  func write(_ text: [UInt8], named name: String) throws -> FilePath {
    try files.createFolder(folder, mode: .privateFolder)
    let path = folder / (name + Self.ending)
    try files.replace(path, with: Data(text), mode: .privateFile)
    return path
  }

  /// The files in the folder; without a folder there are none.
  private func paths(_ problems: inout [ThemeError]) -> [FilePath] {
    guard files.exists(folder) else { return [] }
    do {
      return try files.list(folder).filter { $0.hasSuffix(Self.ending) }.map { folder / $0 }
    } catch {
      problems.append(.file(error))
      return []
    }
  }
}

/// What is wrong with what people write for the dashboard: themes, and keys in the settings file.
enum DashboardFaults {
  /// Every fault. A settings file that cannot be read at all changes no keys.
  static func all(_ store: SettingsStore, files: any FileSystem) -> [ErrorReport] {
    let themes = DashboardThemes(folder: store.path.parent / "themes", files: files)
    let bindings = (try? store.load().keyBindings) ?? []
    return themes.load().faults + DashboardCommands.changes(bindings).faults.map(\.report)
  }
}

/// What was asked of the dashboard on the command line.
struct DashboardWish: Hashable, Sendable {
  /// Commands that change something are off.
  var isReadOnly: Bool = false
  /// The theme to begin with, nil for the last one.
  var theme: String?
  /// Only ASCII is drawn.
  var isASCII: Bool = false
  /// Nothing moves by itself but whole minutes.
  var isQuiet: Bool = false
  /// Sample accounts are shown.
  var isDemo: Bool = false
  /// Whether colour is wanted.
  var hasColor: Bool = true
}
