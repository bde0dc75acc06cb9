/// The settings file as it was read and checked.
package struct SettingsFile: Hashable, Sendable {
  /// A value that the file sets.
  struct Entry: Hashable, Sendable {
    /// The keys that lead to it.
    let path: [String]
    /// The setting it is for.
    let definition: SettingDefinition
    /// The value.
    let value: SettingValue
    /// Where the value stands.
    let position: JSON5Position
  }

  /// What it sets, in the order of the file.
  let entries: [Entry]
  /// What is strange in it without being wrong: one sentence each.
  package let warnings: [String]

  /// What it says about keys of the dashboard, in the order of the file. Whether the commands and keys
  /// exist is for the dashboard to say.
  package var keyBindings: [KeyBinding] {
    entries.compactMap { entry in
      guard entry.definition.isPerCommand, case .list(let keys) = entry.value else { return nil }
      return KeyBinding(command: entry.path[1], keys: keys, position: entry.position)
    }
  }

  /// A file that sets nothing, or does not exist.
  package static let empty = SettingsFile(entries: [], warnings: [])

  private init(entries: [Entry], warnings: [String]) {
    self.entries = entries
    self.warnings = warnings
  }

  /// Checks the text of a settings file. Unknown keys are warnings, so that a newer swop's file can be
  /// used; wrong values are errors.
  ///
  /// - Parameters:
  ///   - text: the file's bytes; nothing but white space counts as an empty object.
  ///   - path: where it was read, for messages.
  /// - Throws: `SettingsError` with line and column of the first thing that is wrong.
  package init(_ text: [UInt8], path: FilePath) throws(SettingsError) {
    guard !text.allSatisfy(TextLine.isSpace) else {
      self = .empty
      return
    }
    let document: JSON5Document
    do {
      document = try JSON5Document(text)
    } catch {
      throw .notJSON5(path: path, error)
    }
    guard document.root.members != nil else {
      throw .notAnObject(path: path, found: document.root.typeName)
    }
    var reader = SettingsReader(document: document, path: path)
    try reader.read(document.root, at: [])
    self.init(entries: reader.entries, warnings: reader.warnings)
  }
}

/// Walks through a settings file and holds it against the catalogue.
struct SettingsReader {
  let document: JSON5Document
  let path: FilePath
  private(set) var entries: [SettingsFile.Entry] = []
  private(set) var warnings: [String] = []

  init(document: JSON5Document, path: FilePath) {
    self.document = document
    self.path = path
  }

  /// Reads an object that is at `keys`.
  mutating func read(_ node: JSON5Node, at keys: [String]) throws(SettingsError) {
    for member in node.members ?? [] {
      let keys = keys + [member.key]
      if let definition = SettingCatalogue.definition(at: keys) {
        try take(member.value, at: keys, for: definition)
      } else if Self.isGroup(keys) {
        guard member.value.members != nil else {
          throw wrong(member.value, keys, expected: "an object")
        }
        try read(member.value, at: keys)
      } else {
        warnings.append(unknown(keys, at: member.position))
      }
    }
  }

  private mutating func take(
    _ node: JSON5Node, at keys: [String], for definition: SettingDefinition
  ) throws(SettingsError) {
    guard let value = definition.kind.value(of: node, in: document) else {
      throw wrong(node, keys, expected: definition.kind.expectation)
    }
    entries.append(
      SettingsFile.Entry(
        path: keys, definition: definition, value: value, position: node.position))
  }

  private func wrong(_ node: JSON5Node, _ keys: [String], expected: String) -> SettingsError {
    .wrongValue(
      path: path, at: node.position, name: keys.joined(separator: "."), expected: expected,
      found: found(node))
  }

  /// What stands there. Text is shown only where one of a few words was expected; anything else might be
  /// a secret in the wrong place.
  private func found(_ node: JSON5Node) -> String {
    switch node.kind {
    case .number, .flag, .null:
      PrintableText.shortened(String(decoding: document.bytes[node.range], as: UTF8.self), to: 40)
    case .string: "this text"
    case .object, .array: node.typeName
    }
  }

  private func unknown(_ keys: [String], at position: JSON5Position) -> String {
    let name = keys.joined(separator: ".")
    let shown = PrintableText.shortened(name, to: 70)
    let hint =
      SettingCatalogue.nearest(to: name).map {
        "; did you mean \(PrintableText.shortened($0, to: 70))?"
      }
      ?? " and is ignored."
    return "\(PrintableText.sanitized(path.text)), \(position): “\(shown)” is not a setting\(hint)"
  }

  /// Whether settings are below these keys.
  private static func isGroup(_ keys: [String]) -> Bool {
    if keys.first == "accounts" {
      return keys.count == 1 || (keys.count == 2 && AccountKey(keys[1]) != nil)
    }
    let prefix = keys.joined(separator: ".") + "."
    return SettingCatalogue.all.contains { $0.name.hasPrefix(prefix) }
  }
}

/// Settings that cannot be read, checked or written.
package enum SettingsError: EngineError, Hashable {
  /// The file is not JSON5.
  case notJSON5(path: FilePath, JSON5Error)
  /// The file holds something that is not an object.
  case notAnObject(path: FilePath, found: String)
  /// A value in the file is not of its setting's type.
  case wrongValue(
    path: FilePath, at: JSON5Position, name: String, expected: String, found: String)
  /// The file is larger than the limit in bytes.
  case tooLarge(path: FilePath, limit: Int)
  /// An environment variable holds something else than it may.
  case wrongVariable(name: String, value: String, expected: String)
  /// No setting has this name.
  case unknown(name: String, nearest: String?)
  /// A value given on the command line does not fit.
  case wrongArgument(name: String, expected: String)
  /// The file could not be read or written.
  case file(FileError)
  /// Another swop is writing.
  case lock(LockError)

  package var code: String {
    switch self {
    case .notJSON5, .notAnObject: "settings_unreadable"
    case .wrongValue: "settings_wrong_value"
    case .tooLarge: "settings_too_large"
    case .wrongVariable: "wrong_environment"
    case .unknown: "unknown_setting"
    case .wrongArgument: "wrong_value"
    case .file(let error): error.code
    case .lock(let error): error.code
    }
  }

  package var message: String {
    switch self {
    case .notJSON5(let path, let error):
      "\(Self.shown(path)), \(error.position): \(error.clause)."
    case .notAnObject(let path, let found):
      "\(Self.shown(path)) holds \(found); settings are an object: { … }."
    case .wrongValue(let path, let position, let name, let expected, let found):
      "\(Self.shown(path)), \(position): \(Self.shown(name)) must be \(expected), not \(found)."
    case .tooLarge(let path, let limit):
      "\(Self.shown(path)) is larger than \(limit / 1_024) KiB."
    case .wrongVariable(let name, let value, let expected):
      "\(name) is “\(PrintableText.shortened(value, to: 40))”; it must be \(expected)."
    case .unknown(let name, _): "Unknown setting “\(Self.shown(name))”."
    case .wrongArgument(let name, let expected): "\(Self.shown(name)) must be \(expected)."
    case .file(let error): error.message
    case .lock(let error): error.message
    }
  }

  package var remedy: String? {
    switch self {
    case .notJSON5, .notAnObject, .wrongValue, .tooLarge: "Fix it: swop config edit"
    case .wrongVariable(let name, _, _): "Change it, or clear it: unset \(name)"
    case .unknown(_, .some(let nearest)): "Did you mean \(ShellWord.quoted(nearest))?"
    case .unknown(_, .none): "See what there is: swop config list"
    case .wrongArgument(let name, _):
      "See the current value: swop config get \(ShellWord.quoted(PrintableText.shortened(name, to: 70)))"
    case .file(let error): error.remedy
    case .lock(let error): error.remedy
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .notJSON5, .notAnObject, .wrongValue, .tooLarge: .failed
    case .wrongVariable, .unknown, .wrongArgument: .usage
    case .file(let error): error.outcome
    case .lock(let error): error.outcome
    }
  }

  private static func shown(_ path: FilePath) -> String { PrintableText.sanitized(path.text) }

  private static func shown(_ name: String) -> String { PrintableText.shortened(name, to: 70) }
}
