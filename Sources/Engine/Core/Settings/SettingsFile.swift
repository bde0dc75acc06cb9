/// The settings file as it was read and checked.
package struct SettingsFile: Hashable, Sendable {
  /// A value that the file sets.
  package struct Entry: Hashable, Sendable {
    /// The keys that lead to it.
    package let path: [String]
    /// The setting it is for.
    package let definition: SettingDefinition
    /// The value.
    package let value: SettingValue
    /// Where the value stands.
    package let position: JSON5Position
  }

  /// What it sets, in the order of the file.
  package let entries: [Entry]
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
