/// The top of a TOML file: its statements before the first table, found without taking the rest apart,
/// so that one of them can be changed and every other byte stays as it is. Pure.
package struct TOMLTopLevel: Hashable, Sendable {
  /// One `key = value`.
  package struct Statement: Hashable, Sendable {
    /// The key as it is spelled, blanks left out; quotes around a single plain key as well.
    package let key: String
    /// The value's bytes.
    package let value: Range<Int>
    /// The whole lines, the end of the last one included.
    package let lines: Range<Int>
  }

  /// The file.
  package let bytes: [UInt8]
  /// Its top-level statements in order.
  package let statements: [Statement]
  /// How its lines end.
  package let lineEnd: [UInt8]

  /// Reads a file; nil if its top cannot be understood: then it is no TOML, and is not touched.
  package init?(_ bytes: [UInt8]) {
    var scan = TOMLScan(bytes)
    guard let statements = scan.statements() else { return nil }
    self.bytes = bytes
    self.statements = statements
    let first = bytes.firstIndex(of: UInt8(ascii: "\n"))
    let isCRLF = first.map { $0 > 0 && bytes[$0 - 1] == UInt8(ascii: "\r") } ?? false
    lineEnd = Array((isCRLF ? "\r\n" : "\n").utf8)
  }

  /// The statement of a key, nil if there is none.
  package func statement(of key: String) -> Statement? { statements.first { $0.key == key } }

  /// The file with a key set to a text: its value replaced, or a line of its own at the very top, where
  /// no table can swallow it.
  package func setting(_ key: String, to text: String) -> [UInt8] {
    setting(key, toValue: Self.quoted(text))
  }

  /// As `setting(_:to:)`, with a value as TOML spells it.
  package func setting(_ key: String, toValue value: String) -> [UInt8] {
    let quoted = Array(value.utf8)
    if let statement = statement(of: key) {
      return bytes[..<statement.value.lowerBound] + quoted + bytes[statement.value.upperBound...]
    }
    let start = bytes.starts(with: TOMLScan.mark) ? TOMLScan.mark.count : 0
    return bytes[..<start] + Array("\(key) = ".utf8) + quoted + lineEnd + bytes[start...]
  }

  /// The file without a key's lines.
  package func removing(_ key: String) -> [UInt8] {
    guard let statement = statement(of: key) else { return bytes }
    return Array(bytes[..<statement.lines.lowerBound] + bytes[statement.lines.upperBound...])
  }

  /// A key's value as it is spelled, nil without the key.
  package func value(of key: String) -> String? {
    statement(of: key).map { String(decoding: bytes[$0.value], as: UTF8.self) }
  }

  /// The text of a plain string value, nil for anything else.
  package func text(of key: String) -> String? {
    guard let text = value(of: key), text.count >= 2, let quote = text.first,
      quote == "\"" || quote == "'",
      text.last == quote,
      !text.dropFirst().dropLast().contains(where: { $0 == quote || $0 == "\\" })
    else { return nil }
    return String(text.dropFirst().dropLast())
  }

  /// A basic string. Addresses hold nothing that would need more.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
