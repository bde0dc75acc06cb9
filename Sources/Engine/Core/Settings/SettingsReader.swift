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

  /// Reads an object that lies at `keys`.
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
    return "\(PrintableText.sanitized(path.text)), \(position): “\(shown)” is no setting\(hint)"
  }

  /// Whether settings lie below these keys.
  private static func isGroup(_ keys: [String]) -> Bool {
    if keys.first == "accounts" {
      return keys.count == 1 || (keys.count == 2 && AccountKey(keys[1]) != nil)
    }
    let prefix = keys.joined(separator: ".") + "."
    return SettingCatalogue.all.contains { $0.name.hasPrefix(prefix) }
  }
}
