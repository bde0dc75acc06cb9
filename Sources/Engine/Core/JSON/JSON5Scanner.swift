/// Cuts a JSON5 text into tokens and loses nothing: comments and white space are tokens too, so that a
/// text can be edited without touching the rest. It reads any bytes without failing otherwise than by
/// `JSON5Error`. What the values mean is Foundation's decoder's part.
struct JSON5Scanner {
  private let bytes: [UInt8]
  private var offset = 0
  private var line = 1
  private var column = 1

  /// Starts at the beginning of a text.
  ///
  /// - Throws: `JSON5Error` with `.notUTF8` at the first byte that is not.
  init(_ bytes: [UInt8]) throws(JSON5Error) {
    self.bytes = bytes
    guard String(validating: bytes, as: UTF8.self) == nil else { return }
    advance(to: Self.validPrefix(of: bytes))
    throw JSON5Error(at: position, .notUTF8)
  }

  /// The next token; `.end` once everything was read, and ever after.
  mutating func next() throws(JSON5Error) -> JSON5Token {
    let start = position
    guard let byte = peek(0) else {
      return JSON5Token(kind: .end, range: offset..<offset, position: start)
    }
    let kind = try kind(startingWith: byte, at: start)
    return JSON5Token(kind: kind, range: start.offset..<offset, position: start)
  }

  private mutating func kind(
    startingWith byte: UInt8, at start: JSON5Position
  ) throws(JSON5Error) -> JSON5Token.Kind {
    if let kind = Self.punctuation[byte] {
      advance(to: offset + 1)
      return kind
    }
    if spaceLength(at: offset) > 0 {
      skipSpace()
      return .space
    }
    switch byte {
    case UInt8(ascii: "/"): return try scanComment(at: start)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return try scanString(quote: byte, at: start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      return try scanNumber(at: start)
    default: return try scanWord(at: start)
    }
  }

  // MARK: - Trivia

  private mutating func skipSpace() {
    var end = offset
    while case let length = spaceLength(at: end), length > 0 { end += length }
    advance(to: end)
  }

  /// The bytes of the white space character at `index`, 0 if there is none.
  private func spaceLength(at index: Int) -> Int {
    guard index < bytes.count else { return 0 }
    switch bytes[index] {
    case 0x09...0x0D, 0x20: return 1
    case 0xC2: return matches([0xC2, 0xA0], at: index) ? 2 : 0
    case 0xE2:
      // U+2028 and U+2029 end lines in JSON5.
      return matches([0xE2, 0x80, 0xA8], at: index) || matches([0xE2, 0x80, 0xA9], at: index)
        ? 3 : 0
    case 0xEF: return matches([0xEF, 0xBB, 0xBF], at: index) ? 3 : 0
    default: return 0
    }
  }

  private mutating func scanComment(at start: JSON5Position) throws(JSON5Error) -> JSON5Token.Kind {
    switch peek(1) {
    case UInt8(ascii: "/"):
      var end = offset
      while end < bytes.count, !Self.endsLine(bytes[end]) { end += 1 }
      advance(to: end)
    case UInt8(ascii: "*"):
      var end = offset + 2
      while end + 1 < bytes.count, !matches(Array("*/".utf8), at: end) { end += 1 }
      guard end + 1 < bytes.count else { throw JSON5Error(at: start, .unclosedComment) }
      advance(to: end + 2)
    default:
      throw JSON5Error(at: start, .unexpectedCharacter)
    }
    return .comment
  }

  // MARK: - Values

  private mutating func scanString(
    quote: UInt8, at start: JSON5Position
  ) throws(JSON5Error) -> JSON5Token.Kind {
    var end = offset + 1
    while end < bytes.count, bytes[end] != quote {
      if Self.endsLine(bytes[end]) { throw JSON5Error(at: start, .unclosedString) }
      // A `\` takes the next character with it, a line end of two bytes included.
      let isEscape = bytes[end] == UInt8(ascii: "\\")
      end += isEscape ? (matches([0x0D, 0x0A], at: end + 1) ? 3 : 2) : 1
    }
    guard end < bytes.count else { throw JSON5Error(at: start, .unclosedString) }
    advance(to: end + 1)
    return .string
  }

  private mutating func scanNumber(at start: JSON5Position) throws(JSON5Error) -> JSON5Token.Kind {
    var end = offset
    if let sign = peek(0), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { end += 1 }
    let body = end
    while end < bytes.count, Self.continuesNumber(bytes[end], after: bytes[max(body, end - 1)]) {
      end += 1
    }
    guard JSON5Number.isNumber(bytes[body..<end]) else { throw JSON5Error(at: start, .badNumber) }
    advance(to: end)
    return .number
  }

  private mutating func scanWord(at start: JSON5Position) throws(JSON5Error) -> JSON5Token.Kind {
    var end = offset
    while end < bytes.count, Self.isWordByte(bytes[end]), spaceLength(at: end) == 0 { end += 1 }
    guard end > offset else { throw JSON5Error(at: start, .unexpectedCharacter) }
    advance(to: end)
    return .word
  }

  // MARK: - Bytes and places

  private static let punctuation: [UInt8: JSON5Token.Kind] = [
    UInt8(ascii: "{"): .openBrace, UInt8(ascii: "}"): .closeBrace, UInt8(ascii: "["): .openBracket,
    UInt8(ascii: "]"): .closeBracket, UInt8(ascii: ":"): .colon, UInt8(ascii: ","): .comma,
  ]

  private var position: JSON5Position { JSON5Position(offset: offset, line: line, column: column) }

  private func peek(_ distance: Int) -> UInt8? {
    offset + distance < bytes.count ? bytes[offset + distance] : nil
  }

  private func matches(_ expected: [UInt8], at index: Int) -> Bool {
    bytes.dropFirst(index).starts(with: expected)
  }

  /// Moves on and counts lines (ended by LF, CR or both) and columns (one a scalar).
  private mutating func advance(to end: Int) {
    while offset < end {
      let byte = bytes[offset]
      offset += 1
      if byte == 0x0A || (byte == 0x0D && peek(0) != 0x0A) {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }

  private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func continuesNumber(_ byte: UInt8, after previous: UInt8) -> Bool {
    if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
      return previous | 0x20 == UInt8(ascii: "e")
    }
    return byte == UInt8(ascii: ".") || isWordByte(byte)
  }

  /// Letters, digits, `_`, `$`, `\` and everything beyond ASCII.
  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"),
      UInt8(ascii: "\\"), 0x80...:
      true
    default: false
    }
  }

  private static func validPrefix(of bytes: [UInt8]) -> Int {
    var iterator = bytes.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var length = 0
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { length += scalar.count }
    return length
  }
}

/// One piece of a JSON5 text. The pieces of a text, put one after another, are the text.
package struct JSON5Token: Hashable, Sendable {
  /// What a piece is.
  package enum Kind: Hashable, Sendable {
    case openBrace, closeBrace, openBracket, closeBracket, colon, comma
    /// A string in single or double quotes, quotes included.
    case string
    /// A number, its sign included; also `Infinity` and `NaN` with a sign.
    case number
    /// A bare word: a key, `true`, `false`, `null`, `Infinity` or `NaN`.
    case word
    /// White space, line ends included.
    case space
    /// A comment to the end of its line (without the line end) or between `/*` and `*/`.
    case comment
    /// The end of the text; empty.
    case end
  }

  /// What it is.
  let kind: Kind
  /// Its bytes.
  let range: Range<Int>
  /// Where it begins.
  let position: JSON5Position

  /// A token of its parts.
  init(kind: Kind, range: Range<Int>, position: JSON5Position) {
    self.kind = kind
    self.range = range
    self.position = position
  }

  /// Whether it means nothing: white space or a comment.
  var isTrivia: Bool { kind == .space || kind == .comment }
}
