/// Writes JSON.
package enum JSONWriter {
  /// One line without spaces, for protocols of one object a line.
  package static func line(_ value: JSONValue) -> String {
    var text = ""
    write(value, to: &text, depth: nil)
    return text
  }

  /// Several lines, indented by two spaces: the form in which codex writes its own files.
  package static func pretty(_ value: JSONValue) -> String {
    var text = ""
    write(value, to: &text, depth: 0)
    return text
  }

  private static func write(_ value: JSONValue, to text: inout String, depth: Int?) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .number(let digits): text += digits
    case .string(let string): write(string, to: &text)
    case .array(let elements):
      list(elements, between: "[", and: "]", to: &text, depth: depth) { element, text, depth in
        write(element, to: &text, depth: depth)
      }
    case .object(let members):
      list(members, between: "{", and: "}", to: &text, depth: depth) { member, text, depth in
        write(member.name, to: &text)
        text += depth == nil ? ":" : ": "
        write(member.value, to: &text, depth: depth)
      }
    }
  }

  private static func list<Item>(
    _ items: [Item], between open: String, and close: String, to text: inout String, depth: Int?,
    _ write: (Item, inout String, Int?) -> Void
  ) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      startLine(in: &text, depth: depth.map { $0 + 1 })
      write(item, &text, depth.map { $0 + 1 })
    }
    if !items.isEmpty { startLine(in: &text, depth: depth) }
    text += close
  }

  private static func startLine(in text: inout String, depth: Int?) {
    guard let depth else { return }
    text += "\n" + String(repeating: "  ", count: depth)
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{08}": text += "\\b"
      case "\u{0C}": text += "\\f"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{00}"..<"\u{20}":
        text += "\\u00" + Hexadecimal.text([UInt8(truncatingIfNeeded: scalar.value)])
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
