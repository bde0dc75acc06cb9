package import EngineCore

/// A theme as it stands in a file, before what it inherits.
package struct ThemeFile: Hashable, Sendable {
  /// Larger files are refused, in bytes.
  static let limit = 64 * 1_024

  /// Where it comes from, for messages: a path, or the name of a theme that is built in.
  package let source: String
  /// Its name.
  package let name: String
  /// The theme it is based on, nil for none.
  package let inherits: String?
  /// What background it is for; nil if it does not say.
  package let mode: ThemeMode?
  /// The colours it names.
  let palette: [String: ThemeColor]
  /// What it says of roles, each still as text with its place: the palette may be inherited.
  let roles: [ThemeRole: RoleText]
  /// What is strange without being wrong: one sentence each.
  let warnings: [String]

  /// Whether it is compiled in.
  package var isBuiltIn: Bool { BuiltInThemes.source(name) == source }

  /// The text of a role.
  struct RoleText: Hashable, Sendable {
    let text: String
    let position: JSON5Position
  }

  /// Reads a theme.
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - source: where it comes from.
  ///   - fallbackName: its name if it does not say: that of its file.
  /// - Throws: `ThemeError` with line and column, or the key, of the first thing that is wrong.
  init(_ bytes: [UInt8], source: String, fallbackName: String) throws(ThemeError) {
    let source = PrintableText.sanitized(source)
    guard bytes.count <= Self.limit else {
      throw .tooLarge(source: source, limit: Self.limit)
    }
    let document: JSON5Document
    do {
      document = try JSON5Document(bytes)
    } catch {
      throw .notJSON5(source: source, error)
    }
    var reader = ThemeReader(document: document, source: source)
    try reader.read()
    self.source = source
    name = reader.name ?? fallbackName
    inherits = reader.inherits
    mode = reader.mode
    palette = reader.palette
    roles = reader.roles
    warnings = reader.warnings
  }
}

/// A theme that cannot be read or found.
package enum ThemeError: EngineError, Hashable {
  /// The file is not JSON5.
  case notJSON5(source: String, JSON5Error)
  /// The file holds something that is not an object.
  case notAnObject(source: String, found: String)
  /// A value is not what it should be.
  case wrongValue(source: String, at: JSON5Position, key: String, problem: String)
  /// No theme has this name.
  case unknown(name: String, nearest: String?)
  /// A theme inherits from one that does not exist.
  case unknownParent(source: String, parent: String)
  /// Themes inherit from each other in a circle.
  case circle(name: String)
  /// A base16 scheme lacks a colour.
  case badScheme(source: String, missing: String)
  /// The file is larger than the limit in bytes.
  case tooLarge(source: String, limit: Int)
  /// The file cannot be read or written.
  case file(FileError)

  package var code: String {
    switch self {
    case .notJSON5, .notAnObject, .tooLarge, .badScheme: "theme_unreadable"
    case .wrongValue: "theme_wrong_value"
    case .unknown: "unknown_theme"
    case .unknownParent, .circle: "theme_unknown_parent"
    case .file(let error): error.code
    }
  }

  package var message: String {
    switch self {
    case .notJSON5(let source, let error): "\(source), \(error.position): \(error.clause)."
    case .notAnObject(let source, let found):
      "\(source) holds \(found); a theme is an object: { … }."
    case .wrongValue(let source, let position, let key, let problem):
      "\(source), \(position): \(PrintableText.shortened(key, to: 60)) \(problem)."
    case .unknown(let name, _): "Theme “\(PrintableText.shortened(name, to: 40))” not found."
    case .unknownParent(let source, let parent):
      "\(source) inherits from “\(PrintableText.shortened(parent, to: 40))”, which is not a theme."
    case .circle(let name):
      "The theme “\(PrintableText.shortened(name, to: 40))” inherits from itself."
    case .badScheme(let source, let missing):
      "\(source) is not a base16 scheme: \(missing) missing."
    case .tooLarge(let source, let limit): "\(source) is larger than \(limit / 1_024) KiB."
    case .file(let error): error.message
    }
  }

  package var remedy: String? {
    switch self {
    case .unknown(_, .some(let nearest)): "Did you mean \(ShellWord.quoted(nearest))?"
    case .unknown(_, .none), .unknownParent, .circle: "See what there is: swop themes list"
    case .badScheme: "Give a file with the lines base00 to base0F, each with six digits"
    case .notJSON5, .notAnObject, .wrongValue, .tooLarge:
      "Fix the file, then check it: swop themes check"
    case .file(let error):
      error.remedy ?? "Fix or remove it, then check again: swop themes check"
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .unknown: .usage
    case .file(let error): error.outcome
    case .notJSON5, .notAnObject, .wrongValue, .unknownParent, .circle, .badScheme, .tooLarge:
      .failed
    }
  }
}

/// The sixteen colours of a base16 scheme, which make a theme without a designer.
package struct Base16Scheme: Hashable, Sendable {
  private let colors: [String: String]

  /// Reads the lines `base00: "181818"` of a scheme; everything else in it is left alone.
  ///
  /// - Throws: `ThemeError.badScheme` that names the first colour that is missing.
  package init(_ bytes: [UInt8], source: String) throws(ThemeError) {
    var colors: [String: String] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      guard let match = line.firstMatch(of: /base(0[0-9A-Fa-f])['"]?:\s*['"]?#?([0-9A-Fa-f]{6})\b/)
      else { continue }
      colors[match.1.uppercased()] = "#" + match.2.uppercased()
    }
    for number in 0..<16 {
      let key = "0" + String(number, radix: 16, uppercase: true)
      if colors[key] == nil {
        throw .badScheme(source: PrintableText.sanitized(source), missing: "base" + key)
      }
    }
    self.colors = colors
  }

  /// The text of a theme.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - hasBackground: whether text stands on the scheme's background, not the terminal's.
  /// - Returns: The file's bytes.
  /// - Throws: `ThemeError` if the name is none.
  package func theme(named name: String, hasBackground: Bool) throws(ThemeError) -> [UInt8] {
    let ground = hasBackground ? " on \(self["00"])" : ""
    let roles: [(ThemeRole, String)] = [
      (.text, self["05"] + ground), (.muted, self["03"]), (.title, self["07"] + " bold"),
      (.rule, self["02"]), (.key, self["0D"] + " bold"),
      (.selection, "\(self["05"]) on \(self["01"]) bold"), (.stateUse, self["0C"] + " bold"),
      (.stateReady, self["0B"]), (.stateLow, self["0A"]), (.stateWaiting, self["03"]),
      (.stateBlocked, self["09"]), (.stateExpired, self["08"] + " bold"),
      (.stateOff, self["03"]), (.track, self["02"]), (.chart, self["0E"]),
    ]
    let lines = roles.map { "    \"\($0.0.rawValue)\": \"\($0.1)\",\n" }.joined()
    let text =
      "// Made from a base16 scheme.\n{\n  name: \"\(name)\",\n  roles: {\n\(lines)  },\n}\n"
    let bytes = Array(text.utf8)
    _ = try ThemeFile(bytes, source: name, fallbackName: name)
    return bytes
  }

  private subscript(_ number: String) -> String { colors[number] ?? "default" }
}
