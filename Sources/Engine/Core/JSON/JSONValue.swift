/// A JSON document as it was written: members keep their order, numbers their digits, so that writing
/// it back loses nothing.
package enum JSONValue: Hashable, Sendable {
  /// One member of an object.
  package struct Member: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Its value.
    package var value: JSONValue

    /// A member of its parts.
    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  case null
  case bool(Bool)
  /// The number's text, as JSON spells it.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// The text of a string, nil for anything else.
  package var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The value of a number, nil for anything else.
  package var double: Double? {
    if case .number(let digits) = self { Double(digits) } else { nil }
  }

  /// A whole number, nil for anything else and for what does not fit.
  package var integer: Int? {
    guard case .number(let digits) = self else { return nil }
    return Int(digits) ?? Double(digits).flatMap { Int(exactly: $0.rounded(.towardZero)) }
  }

  /// A truth value, nil for anything else.
  package var boolean: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The elements of an array, nil for anything else.
  package var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members of an object in order, nil for anything else.
  package var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// Whether this is `null`.
  package var isNull: Bool { self == .null }

  /// The value of an object's member: the last one of that name, nil if there is none. Setting keeps a
  /// member's place, adds a new one at the end, and with nil removes it; on anything but an object it
  /// does nothing.
  package subscript(name: String) -> JSONValue? {
    get { members?.last { $0.name == name }?.value }
    set {
      guard case .object(var members) = self else { return }
      if let newValue, let index = members.lastIndex(where: { $0.name == name }) {
        members[index].value = newValue
      } else {
        members.removeAll { $0.name == name }
        if let newValue { members.append(Member(name, newValue)) }
      }
      self = .object(members)
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByNilLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByArrayLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .number(String(value)) }
  package init(nilLiteral: ()) { self = .null }

  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }

  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

/// What a value means although its type is not the one that was promised.
extension JSONValue {
  /// A number, also one that is written as text; nil for anything else, infinities too.
  package var looseNumber: Double? {
    let number = double ?? text.flatMap { Double($0.filter { $0 != " " && $0 != "%" }) }
    return number.flatMap { $0.isFinite ? $0 : nil }
  }

  /// A truth value, also one that is written as text or as 0 and 1.
  package var looseBoolean: Bool? {
    if let boolean { return boolean }
    switch text?.lowercased() {
    case "true": return true
    case "false": return false
    default: break
    }
    switch double {
    case 1: return true
    case 0: return false
    default: return nil
    }
  }
}

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
