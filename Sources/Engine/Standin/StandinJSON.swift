package import EngineCore

/// Any JSON value: how the stand-in reads what it is sent and writes what it answers.
package enum StandinJSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([StandinJSON])
  case object([String: StandinJSON])

  /// Reads JSON text; nil if it is none.
  init?(_ data: Data) {
    guard let value = try? JSONDecoder().decode(StandinJSON.self, from: data) else { return nil }
    self = value
  }

  /// Compact JSON text with sorted keys, so that equal values have equal text.
  package var data: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Only a number that is not finite cannot be written, and none is ever put in.
    return (try? encoder.encode(self)) ?? Data("null".utf8)
  }

  /// The member of an object, nil if there is none or this is not an object.
  subscript(key: String) -> StandinJSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The text of a string, nil for anything else.
  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The value of a whole number, nil for anything else.
  var integer: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// The elements of an array, nil for anything else.
  var array: [StandinJSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// A value of any encodable type, in its own JSON form.
  static func encoding(_ value: some Encodable) -> StandinJSON {
    (try? JSONEncoder().encode(value)).flatMap { StandinJSON($0) } ?? .null
  }

  /// A value of a decodable type, read from this JSON.
  ///
  /// - Throws: `DecodingError` naming the member that does not fit.
  func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: data)
  }
}

extension StandinJSON: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([StandinJSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: StandinJSON].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }
}

extension StandinJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral,
  ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: StandinJSON...) { self = .array(elements) }
  package init(nilLiteral: ()) { self = .null }
  package init(dictionaryLiteral elements: (String, StandinJSON)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}
