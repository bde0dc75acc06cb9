/// Builds the tree of a JSON5 text from its tokens.
struct JSON5Parser {
  private let bytes: [UInt8]
  private var scanner: JSON5Scanner
  private var token: JSON5Token
  private var depth = 0

  /// Starts at the first token that means something.
  init(_ bytes: [UInt8]) throws(JSON5Error) {
    self.bytes = bytes
    scanner = try JSON5Scanner(bytes)
    token = try scanner.next()
    while token.isTrivia { token = try scanner.next() }
  }

  /// The whole text: one value and nothing after it.
  mutating func document() throws(JSON5Error) -> JSON5Node {
    let root = try value()
    guard token.kind == .end else {
      throw JSON5Error(at: token.position, .expected("the end of the file"))
    }
    return root
  }

  private mutating func value() throws(JSON5Error) -> JSON5Node {
    let first = token
    switch first.kind {
    case .openBrace, .openBracket:
      depth += 1
      guard depth <= JSON5Document.depthLimit else {
        throw JSON5Error(at: first.position, .tooDeep(limit: JSON5Document.depthLimit))
      }
      let node = first.kind == .openBrace ? try object() : try array()
      depth -= 1
      return node
    case .string:
      guard JSON5Decoding.decode(String.self, from: bytes[first.range]) != nil else {
        throw JSON5Error(at: first.position, .unreadableText)
      }
      return try leaf(.string)
    case .number:
      return try leaf(.number)
    case .word:
      return try leaf(wordKind(first))
    case .closeBrace, .closeBracket, .colon, .comma, .space, .comment, .end:
      throw JSON5Error(at: first.position, .expected("a value"))
    }
  }

  private func wordKind(_ word: JSON5Token) throws(JSON5Error) -> JSON5Node.Kind {
    switch text(word) {
    case "true", "false": return .flag
    case "null": return .null
    case "Infinity", "NaN": return .number
    default: throw JSON5Error(at: word.position, .expected("a value (text needs quotes)"))
    }
  }

  private mutating func leaf(_ kind: JSON5Node.Kind) throws(JSON5Error) -> JSON5Node {
    let node = JSON5Node(kind: kind, range: token.range, position: token.position)
    try advance()
    return node
  }

  private mutating func array() throws(JSON5Error) -> JSON5Node {
    let open = token
    try advance()
    var elements: [JSON5Node] = []
    while token.kind != .closeBracket {
      elements.append(try value())
      guard token.kind == .comma else { break }
      try advance()
    }
    return try closed(.array(elements), from: open, by: .closeBracket, "“,” or “]”")
  }

  private mutating func object() throws(JSON5Error) -> JSON5Node {
    let open = token
    try advance()
    var members: [JSON5Member] = []
    var places: [String: JSON5Position] = [:]
    while token.kind != .closeBrace {
      let keyToken = token
      let key = try key()
      if let first = places.updateValue(keyToken.position, forKey: key) {
        throw JSON5Error(at: keyToken.position, .duplicateKey(key, first: first))
      }
      guard token.kind == .colon else {
        throw JSON5Error(at: token.position, .expected("“:”"))
      }
      try advance()
      let value = try value()
      let comma = token.kind == .comma ? token.range.lowerBound : nil
      members.append(
        JSON5Member(
          key: key, keyRange: keyToken.range, position: keyToken.position, value: value,
          comma: comma))
      guard comma != nil else { break }
      try advance()
    }
    return try closed(.object(members), from: open, by: .closeBrace, "“,” or “}”")
  }

  private mutating func closed(
    _ kind: JSON5Node.Kind, from open: JSON5Token, by close: JSON5Token.Kind, _ expected: String
  ) throws(JSON5Error) -> JSON5Node {
    guard token.kind == close else { throw JSON5Error(at: token.position, .expected(expected)) }
    let range = open.range.lowerBound..<token.range.upperBound
    try advance()
    return JSON5Node(kind: kind, range: range, position: open.position)
  }

  /// A key in quotes or bare, its escapes resolved.
  private mutating func key() throws(JSON5Error) -> String {
    let word = token
    let quoted: [UInt8]
    switch word.kind {
    case .string: quoted = Array(bytes[word.range])
    case .word: quoted = [UInt8(ascii: "\"")] + bytes[word.range] + [UInt8(ascii: "\"")]
    case .openBrace, .closeBrace, .openBracket, .closeBracket, .colon, .comma, .number, .space,
      .comment, .end:
      throw JSON5Error(at: word.position, .expected("a key"))
    }
    guard let key = JSON5Decoding.decode(String.self, from: quoted[...]) else {
      throw JSON5Error(at: word.position, .unreadableText)
    }
    try advance()
    return key
  }

  private mutating func advance() throws(JSON5Error) {
    repeat { token = try scanner.next() } while token.isTrivia
  }

  private func text(_ token: JSON5Token) -> String {
    String(decoding: bytes[token.range], as: UTF8.self)
  }
}

/// The forms a JSON5 number may have.
enum JSON5Number {
  /// Whether `text` is a number without its sign: `1`, `.5`, `5.`, `1e9`, `0xFF`, `Infinity`, `NaN`.
  static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    if text.elementsEqual("Infinity".utf8) || text.elementsEqual("NaN".utf8) { return true }
    if text.count > 2, text.first == UInt8(ascii: "0"),
      text[text.startIndex + 1] | 0x20 == UInt8(ascii: "x")
    {
      return text.dropFirst(2).allSatisfy(isHexadecimal)
    }
    return isDecimal(text)
  }

  private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    let whole = takeDigits(from: &rest)
    // A leading zero would read as octal elsewhere; JSON5 refuses it.
    if whole > 1, text.first == UInt8(ascii: "0") { return false }
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = takeDigits(from: &rest)
    }
    guard whole + fraction > 0 else { return false }
    guard let mark = rest.first else { return true }
    guard mark | 0x20 == UInt8(ascii: "e") else { return false }
    rest.removeFirst()
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    return takeDigits(from: &rest) > 0 && rest.isEmpty
  }

  private static func takeDigits(from text: inout ArraySlice<UInt8>) -> Int {
    let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    text = text.dropFirst(digits.count)
    return digits.count
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }
}
