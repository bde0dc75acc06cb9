import EngineCore

/// A theme as it stands in a file, before what it inherits.
package struct ThemeFile: Hashable, Sendable {
  /// Larger files are refused, in bytes.
  package static let limit = 64 * 1_024

  /// Where it comes from, for messages: a path, or the name of a theme that is built in.
  package let source: String
  /// Its name.
  package let name: String
  /// The theme it is based on, nil for none.
  package let inherits: String?
  /// What background it is for; nil if it does not say.
  package let mode: ThemeMode?
  /// The colours it names.
  package let palette: [String: ThemeColor]
  /// What it says of roles, each still as text with its place: the palette may be inherited.
  let roles: [ThemeRole: RoleText]
  /// What is strange without being wrong: one sentence each.
  package let warnings: [String]

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
  package init(_ bytes: [UInt8], source: String, fallbackName: String) throws(ThemeError) {
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
