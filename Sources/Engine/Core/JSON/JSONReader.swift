/// Reads JSON (RFC 8259) as strictly as codex does: UTF-8, no byte order mark, no comments, no trailing
/// commas, at most 128 values inside each other.
package struct JSONReader {
  private static let depthLimit = 128

  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The value that `bytes` hold.
  ///
  /// - Throws: `JSONFault` at the first byte that cannot stand where it stands.
  package static func value(in bytes: [UInt8]) throws(JSONFault) -> JSONValue {
    var reader = JSONReader(bytes)
    let value = try reader.value()
    reader.skipSpace()
    if reader.place < bytes.count { throw reader.fault(.trailing) }
    return value
  }

  private func fault(_ kind: JSONFault.Kind) -> JSONFault {
    let line = 1 + bytes[..<min(place, bytes.count)].lazy.filter { $0 == UInt8(ascii: "\n") }.count
    return JSONFault(kind: kind, line: line)
  }

  private var here: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = here, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  private mutating func next() throws(JSONFault) -> UInt8 {
    guard let byte = here else { throw fault(.cutShort) }
    place += 1
    return byte
  }

  private mutating func value() throws(JSONFault) -> JSONValue {
    skipSpace()
    guard let byte = here else { throw fault(.cutShort) }
    switch byte {
    case UInt8(ascii: "{"): return try nested { (reader) throws(JSONFault) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(JSONFault) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(JSONFault) -> JSONValue
  ) throws(JSONFault) -> JSONValue {
    depth += 1
    if depth > Self.depthLimit { throw fault(.tooDeep) }
    place += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONFault) -> JSONValue {
    for expected in word.description.utf8 where try next() != expected {
      place -= 1
      throw fault(.unexpected)
    }
    return value
  }

  private mutating func object() throws(JSONFault) -> JSONValue {
    var members: [JSONValue.Member] = []
    skipSpace()
    if here == UInt8(ascii: "}") {
      place += 1
      return .object([])
    }
    while true {
      skipSpace()
      guard let quote = here else { throw fault(.cutShort) }
      guard quote == UInt8(ascii: "\"") else { throw fault(.unexpected) }
      let name = try string()
      skipSpace()
      guard try next() == UInt8(ascii: ":") else { throw fault(.unexpected) }
      members.append(JSONValue.Member(name, try value()))
      if try !continues(until: UInt8(ascii: "}")) { return .object(members) }
    }
  }

  private mutating func array() throws(JSONFault) -> JSONValue {
    var elements: [JSONValue] = []
    skipSpace()
    if here == UInt8(ascii: "]") {
      place += 1
      return .array([])
    }
    while true {
      elements.append(try value())
      if try !continues(until: UInt8(ascii: "]")) { return .array(elements) }
    }
  }

  /// Whether a comma follows, and not the closing character.
  private mutating func continues(until close: UInt8) throws(JSONFault) -> Bool {
    skipSpace()
    let byte = try next()
    if byte == close { return false }
    guard byte == UInt8(ascii: ",") else { throw fault(.unexpected) }
    return true
  }

  private mutating func number() throws(JSONFault) -> String {
    let start = place
    if here == UInt8(ascii: "-") { place += 1 }
    if here == UInt8(ascii: "0") { place += 1 } else { try digits() }
    if here == UInt8(ascii: ".") {
      place += 1
      try digits()
    }
    if here == UInt8(ascii: "e") || here == UInt8(ascii: "E") {
      place += 1
      if here == UInt8(ascii: "+") || here == UInt8(ascii: "-") { place += 1 }
      try digits()
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func digits() throws(JSONFault) {
    let start = place
    while let byte = here, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
    if place == start { throw fault(here == nil ? .cutShort : .unexpected) }
  }

  private mutating func string() throws(JSONFault) -> String {
    place += 1
    var text: [UInt8] = []
    while true {
      let byte = try next()
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw fault(.brokenText)
        }
        return string
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0..<0x20: throw fault(.brokenText)
      default: text.append(byte)
      }
    }
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONFault) {
    let byte = try next()
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try escapedScalar()).utf8)
    default: throw fault(.brokenText)
    }
  }

  private mutating func escapedScalar() throws(JSONFault) -> Character {
    var code = UInt32(try codeUnit())
    if (0xD800...0xDBFF).contains(code) {
      guard try next() == UInt8(ascii: "\\"), try next() == UInt8(ascii: "u") else {
        throw fault(.brokenText)
      }
      let low = UInt32(try codeUnit())
      guard (0xDC00...0xDFFF).contains(low) else { throw fault(.brokenText) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw fault(.brokenText) }
    return Character(scalar)
  }

  private mutating func codeUnit() throws(JSONFault) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      let byte = try next()
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw fault(.brokenText)
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}

/// Where and why a text is not JSON. It never carries a piece of the text.
package struct JSONFault: Error, Hashable {
  /// What is wrong.
  package enum Kind: Hashable, Sendable {
    /// The text ends inside a value: a half-written file looks like this.
    case cutShort
    /// A character that cannot stand there.
    case unexpected
    /// Something follows the value.
    case trailing
    /// More than 128 values inside each other.
    case tooDeep
    /// A string is not UTF-8, or has a broken escape.
    case brokenText
  }

  /// What is wrong.
  package let kind: Kind
  /// The line, from 1.
  let line: Int

  /// One clause for people.
  package var clause: String {
    switch kind {
    case .cutShort: "it ends in the middle"
    case .unexpected: "it is not JSON at line \(line)"
    case .trailing: "something follows its end at line \(line)"
    case .tooDeep: "it is nested too deeply"
    case .brokenText: "it holds broken text at line \(line)"
    }
  }
}
