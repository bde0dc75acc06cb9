import EngineCore

/// A JSON value whose keys keep their order: scripts and people read the shapes as they are documented.
enum OrderedJSON: Hashable, Sendable {
  case object([Member])
  case array([OrderedJSON])
  case text(String)
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case null

  /// A key with its value.
  struct Member: Hashable, Sendable {
    let key: String
    let value: OrderedJSON
  }

  /// An object of keys and values in this order.
  static func object(_ members: KeyValuePairs<String, OrderedJSON>) -> OrderedJSON {
    .object(members.map { Member(key: $0.key, value: $0.value) })
  }

  /// The one object that a command prints: the version of its shape first.
  static func report(_ members: KeyValuePairs<String, OrderedJSON>) -> OrderedJSON {
    .object(
      [Member(key: "schema_version", value: .integer(1))]
        + members.map { Member(key: $0.key, value: $0.value) })
  }

  /// This object with one more member at its end, where there is something to say; else as it is.
  func adding(_ key: String, _ value: OrderedJSON?) -> OrderedJSON {
    guard case .object(let members) = self, let value else { return self }
    return .object(members + [Member(key: key, value: value)])
  }

  /// Text, or null.
  static func optional(_ text: String?) -> OrderedJSON { text.map { .text($0) } ?? .null }

  /// A moment in UTC, or null.
  static func moment(_ date: Date?) -> OrderedJSON {
    date.map { .text(ClockText.stamp($0)) } ?? .null
  }

  /// An error's code, message and remedy, or null.
  static func error(_ report: ErrorReport?) -> OrderedJSON {
    guard let report else { return .null }
    return .object([
      "code": .text(report.code), "message": .text(report.message),
      "remedy": .optional(report.remedy),
    ])
  }

  /// The value on one line.
  var line: String {
    var result = ""
    write(to: &result)
    return result
  }

  private func write(to result: inout String) {
    switch self {
    case .object(let members):
      Self.join(members, "{", "}", &result) { member, result in
        Self.write(member.key, to: &result)
        result += ":"
        member.value.write(to: &result)
      }
    case .array(let values):
      Self.join(values, "[", "]", &result) { $0.write(to: &$1) }
    case .text(let text): Self.write(text, to: &result)
    case .integer(let number): result += "\(number)"
    // JSON has no infinity; a number that is none is nothing.
    case .number(let number): result += number.isFinite ? "\(number)" : "null"
    case .flag(let flag): result += flag ? "true" : "false"
    case .null: result += "null"
    }
  }

  private static func join<Element>(
    _ elements: [Element], _ open: String, _ close: String, _ result: inout String,
    _ write: (Element, inout String) -> Void
  ) {
    result += open
    for (index, element) in elements.enumerated() {
      if index > 0 { result += "," }
      write(element, &result)
    }
    result += close
  }

  /// Text in quotes. Whatever cannot be printed is escaped, so that no output can steer a terminal.
  private static func write(_ text: String, to result: inout String) {
    result += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where !PrintableText.isPrintable(scalar):
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }
}

extension OrderedJSON {
  /// A JSON document that was read, members in their order.
  init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let flag): self = .flag(flag)
    case .number(let digits):
      self = Int(digits).map { .integer($0) } ?? Double(digits).map { .number($0) } ?? .null
    case .string(let text): self = .text(text)
    case .array(let elements): self = .array(elements.map { OrderedJSON($0) })
    case .object(let members):
      self = .object(members.map { Member(key: $0.name, value: OrderedJSON($0.value)) })
    }
  }
}
