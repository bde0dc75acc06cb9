@testable import EngineCore

extension FuzzCase {
  /// The settings file: errors are safe to print, and an edit changes nothing but its own value.
  static let settings = FuzzCase(name: "settings") { bytes in
    try checkReading(bytes)
    guard let document = try? JSON5Document(bytes) else { return }
    for path in [["rotation"], ["accounts", "work", "reserve"], ["accounts", "work"]] {
      try checkSetting(path, in: document)
      try checkRemoving(path, from: document)
    }
  }

  private static func checkReading(_ bytes: [UInt8]) throws {
    do {
      let file = try SettingsFile(bytes, path: "/root/config.json")
      try promise("a warning is safe to print", file.warnings.allSatisfy(isPrintable))
      let lines = 1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
      try promise(
        "a setting stands in a line of the file",
        file.entries.allSatisfy { (1...max(lines, 1)).contains($0.position.line) })
    } catch let error as SettingsError {
      try promise("an error is safe to print", isPrintable(error.message))
      try promise("a remedy is safe to print", isPrintable(error.remedy ?? ""))
      try promise("an error is short", error.message.count < 400)
    }
  }

  private static func checkSetting(_ path: [String], in document: JSON5Document) throws {
    let value = SettingValue.text("a\"b\\c\u{1F600}")
    // Only an object on the way that is none stops an edit.
    guard let text = try? SettingsEditor.set(value, at: path, in: document.bytes) else { return }
    let edited = try JSON5Document(text)
    let node = edited.node(at: path)
    try promise(
      "an edit is there",
      node.map { String(decoding: text[$0.range], as: UTF8.self) } == value.json5)
    try promise(
      "an edit keeps all other values",
      leaves(of: edited, without: path) == leaves(of: document, without: path))
    if isPlain(document.node(at: path)) {
      try promise(
        "an edit keeps every comment", comments(in: text) == comments(in: document.bytes))
    }
    try promise(
      "the same edit again changes nothing",
      try SettingsEditor.set(value, at: path, in: text) == text)
  }

  private static func checkRemoving(_ path: [String], from document: JSON5Document) throws {
    let text = try SettingsEditor.remove(path, from: document.bytes)
    let edited = try JSON5Document(text)
    try promise("what was removed is gone", edited.node(at: path) == nil)
    try promise(
      "a removal keeps all other values",
      leaves(of: edited, without: path) == leaves(of: document, without: path))
    try promise(
      "the same removal again changes nothing", try SettingsEditor.remove(path, from: text) == text)
  }

  /// Every value that is not an object, with the names that lead to it, as it is spelled.
  private static func leaves(of document: JSON5Document, without path: [String]) -> [String] {
    func walk(_ node: JSON5Node, _ names: [String]) -> [String] {
      if names.starts(with: path) && !names.isEmpty && names.count >= path.count { return [] }
      guard let members = node.members else {
        return ["\(names): " + String(decoding: document.bytes[node.range], as: UTF8.self)]
      }
      return members.flatMap { walk($0.value, names + [$0.key]) }
    }
    return walk(document.root, [])
  }

  private static func trimmed(_ comment: ArraySlice<UInt8>) -> [UInt8] {
    Array(comment.reversed().drop { $0 <= 0x20 }.reversed())
  }

  /// Whether a value can hold no comment that goes when the value is replaced.
  private static func isPlain(_ node: JSON5Node?) -> Bool {
    switch node?.kind {
    case .object, .array: false
    case .string, .number, .flag, .null, nil: true
    }
  }

  /// The comments, without the white space at their ends, which an insertion may take.
  private static func comments(in text: [UInt8]) -> [[UInt8]] {
    guard var scanner = try? JSON5Scanner(text) else { return [] }
    var found: [[UInt8]] = []
    while let token = try? scanner.next(), token.kind != .end {
      if token.kind == .comment { found.append(trimmed(text[token.range])) }
    }
    return found
  }
}
