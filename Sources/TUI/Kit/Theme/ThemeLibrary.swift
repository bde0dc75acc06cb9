import EngineCore

/// All themes there are: those that are built in, and the user's, which may replace them.
package struct ThemeLibrary: Sendable {
  /// A file of the user.
  package struct UserFile: Hashable, Sendable {
    /// Where it is, for messages.
    package let path: String
    /// The name of the file without its ending.
    let name: String
    /// Its text.
    package let bytes: [UInt8]

    /// A file of its parts.
    package init(path: String, name: String, bytes: [UInt8]) {
      self.path = path
      self.name = name
      self.bytes = bytes
    }
  }

  private let files: [String: ThemeFile]
  /// Every name, in the order they are listed: built-in ones first.
  package let names: [String]
  /// Files that could not be read. The others can be used.
  package let problems: [ThemeError]
  /// What is strange in the user's files: one sentence each.
  package let warnings: [String]

  /// The built-in themes and those of the user.
  ///
  /// - Parameters:
  ///   - userFiles: the user's files.
  ///   - unreadable: why others of them are not among these; they are problems like those found here.
  package init(_ userFiles: [UserFile] = [], unreadable: [ThemeError] = []) {
    var files: [String: ThemeFile] = [:]
    var names: [String] = []
    var problems = unreadable
    var warnings: [String] = []
    func add(_ bytes: [UInt8], _ source: String, _ name: String) {
      do throws(ThemeError) {
        let file = try ThemeFile(bytes, source: source, fallbackName: name)
        if files[file.name] == nil { names.append(file.name) }
        files[file.name] = file
        warnings += file.warnings
      } catch {
        problems.append(error)
      }
    }
    for name in BuiltInThemes.names {
      if let text = BuiltInThemes.text(name) { add(text, BuiltInThemes.source(name), name) }
    }
    for file in userFiles.sorted(by: { $0.path < $1.path }) {
      add(file.bytes, file.path, file.name)
    }
    self.files = files
    self.names = names
    self.problems = problems
    self.warnings = warnings
  }

  /// The theme everything falls back to.
  package var fallback: Theme {
    (try? theme(named: "default")) ?? Theme(name: "default", mode: .any, named: [:])
  }

  /// The file of a theme.
  package func file(named name: String) -> ThemeFile? { files[name] }

  /// A theme with what it inherits.
  ///
  /// - Throws: `ThemeError` if there is none of this name, or if it or one it inherits from is wrong.
  package func theme(named name: String) throws(ThemeError) -> Theme {
    guard let file = files[name] else {
      throw .unknown(name: name, nearest: NearestName.of(name, in: names))
    }
    let line = try ancestry(of: file)
    var palette: [String: ThemeColor] = [:]
    for file in line { palette.merge(file.palette) { $1 } }
    var named: [ThemeRole: ThemeStyle] = [:]
    for file in line {
      for (role, value) in file.roles {
        do throws(ThemeValue.Problem) {
          named[role] = try ThemeValue.style(value.text, palette: palette)
        } catch {
          throw .wrongValue(
            source: file.source, at: value.position, key: "roles.\(role.rawValue)",
            problem: error.clause)
        }
      }
    }
    let mode = line.last { $0.mode != nil }?.mode ?? .any
    return Theme(name: name, mode: mode, named: named)
  }

  /// The name behind another one in the list; the first behind the last.
  func name(after name: String) -> String {
    let index = names.firstIndex(of: name) ?? -1
    return names[(index + 1) % names.count]
  }

  /// The theme and those it inherits from, the oldest first.
  private func ancestry(of file: ThemeFile) throws(ThemeError) -> [ThemeFile] {
    var line = [file]
    var seen: Set<String> = [file.name]
    while let parent = line.first?.inherits {
      guard let next = files[parent] else {
        throw .unknownParent(source: line.first?.source ?? file.source, parent: parent)
      }
      // A file that replaces a built-in theme may extend it only under another name.
      guard seen.insert(parent).inserted else { throw .circle(name: file.name) }
      line.insert(next, at: 0)
    }
    return line
  }
}

/// The themes of the folder `themes`, which are compiled in.
package enum BuiltInThemes {
  /// Their names, in the order they are listed and stepped through.
  package static let names = [
    "default", "aurora", "daybreak", "clear-dark", "clear-light", "high-contrast", "mono",
  ]

  /// What messages call the file of a theme.
  static func source(_ name: String) -> String { "themes/\(name).json5" }

  /// The text of a theme, nil if none has this name.
  static func text(_ name: String) -> [UInt8]? {
    switch name {
    case "default": PackageResources.default_json5
    case "aurora": PackageResources.aurora_json5
    case "daybreak": PackageResources.daybreak_json5
    case "clear-dark": PackageResources.clear_dark_json5
    case "clear-light": PackageResources.clear_light_json5
    case "high-contrast": PackageResources.high_contrast_json5
    case "mono": PackageResources.mono_json5
    default: nil
    }
  }
}
