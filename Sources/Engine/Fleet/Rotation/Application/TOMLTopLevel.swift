/// The top of a TOML file: its statements before the first table, found without taking the rest apart,
/// so that one of them can be changed and every other byte stays as it is. Pure.
struct TOMLTopLevel: Hashable, Sendable {
  /// One `key = value`.
  struct Statement: Hashable, Sendable {
    /// The key as it is spelled, blanks left out; quotes around a single plain key as well.
    let key: String
    /// The value's bytes.
    let value: Range<Int>
    /// The whole lines, the end of the last one included.
    let lines: Range<Int>
  }

  /// The file.
  let bytes: [UInt8]
  /// Its top-level statements in order.
  let statements: [Statement]
  /// How its lines end.
  let lineEnd: [UInt8]

  /// Reads a file; nil if its top cannot be understood: then it is no TOML, and is not touched.
  init?(_ bytes: [UInt8]) {
    var scan = TOMLScan(bytes)
    guard let statements = scan.statements() else { return nil }
    self.bytes = bytes
    self.statements = statements
    let first = bytes.firstIndex(of: UInt8(ascii: "\n"))
    let isCRLF = first.map { $0 > 0 && bytes[$0 - 1] == UInt8(ascii: "\r") } ?? false
    lineEnd = Array((isCRLF ? "\r\n" : "\n").utf8)
  }

  /// The statement of a key, nil if there is none.
  func statement(of key: String) -> Statement? { statements.first { $0.key == key } }

  /// The file with a key set to a text: its value replaced, or a line of its own at the very top, where
  /// no table can swallow it.
  func setting(_ key: String, to text: String) -> [UInt8] {
    setting(key, toValue: Self.quoted(text))
  }

  /// As `setting(_:to:)`, with a value as TOML spells it.
  func setting(_ key: String, toValue value: String) -> [UInt8] {
    let quoted = Array(value.utf8)
    if let statement = statement(of: key) {
      return bytes[..<statement.value.lowerBound] + quoted + bytes[statement.value.upperBound...]
    }
    let start = bytes.starts(with: TOMLScan.mark) ? TOMLScan.mark.count : 0
    return bytes[..<start] + Array("\(key) = ".utf8) + quoted + lineEnd + bytes[start...]
  }

  /// The file without a key's lines.
  func removing(_ key: String) -> [UInt8] {
    guard let statement = statement(of: key) else { return bytes }
    return Array(bytes[..<statement.lines.lowerBound] + bytes[statement.lines.upperBound...])
  }

  /// A key's value as it is spelled, nil without the key.
  func value(of key: String) -> String? {
    statement(of: key).map { String(decoding: bytes[$0.value], as: UTF8.self) }
  }

  /// The text of a plain string value, nil for anything else.
  func text(of key: String) -> String? {
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

/// Walks over the top of a TOML file.
struct TOMLScan {
  /// The byte order mark that some editors put first.
  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private let bytes: [UInt8]
  private var position: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: Self.mark) ? Self.mark.count : 0
  }

  /// The statements up to the first table; nil if something is none.
  mutating func statements() -> [TOMLTopLevel.Statement]? {
    var found: [TOMLTopLevel.Statement] = []
    while true {
      let start = position
      skipBlanks()
      guard let byte = current, byte != Self.bracket else { return found }
      if isLineEnd || byte == Self.hash {
        skipLine()
        continue
      }
      guard let key = key(), let value = value() else { return nil }
      skipBlanks()
      guard current == nil || isLineEnd || current == Self.hash else { return nil }
      skipLine()
      found.append(.init(key: key, value: value, lines: start..<position))
    }
  }

  private static let bracket = UInt8(ascii: "[")
  private static let hash = UInt8(ascii: "#")
  private static let quote = UInt8(ascii: "\"")
  private static let tick = UInt8(ascii: "'")

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private var isLineEnd: Bool {
    current == UInt8(ascii: "\n") || bytes[position...].starts(with: Array("\r\n".utf8))
  }

  private mutating func skipBlanks() {
    while current == UInt8(ascii: " ") || current == UInt8(ascii: "\t") { position += 1 }
  }

  private mutating func skipLine() {
    while let byte = current {
      position += 1
      if byte == UInt8(ascii: "\n") { return }
    }
  }

  /// Everything up to `=`, on one line.
  private mutating func key() -> String? {
    var key: [UInt8] = []
    while let byte = current, byte != UInt8(ascii: "=") {
      if isLineEnd || byte == Self.hash { return nil }
      if byte == Self.quote || byte == Self.tick {
        let start = position
        guard skipString() else { return nil }
        key += bytes[start..<position]
      } else {
        if byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\t") { key.append(byte) }
        position += 1
      }
    }
    guard current != nil, !key.isEmpty else { return nil }
    position += 1
    return Self.plain(key)
  }

  /// A quoted key that needs no quotes is the same key.
  private static func plain(_ key: [UInt8]) -> String {
    let text = String(decoding: key, as: UTF8.self)
    for quote in ["\"", "'"] where text.hasPrefix(quote) && text.hasSuffix(quote) {
      let inner = text.dropFirst().dropLast()
      let isBare = inner.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0))
      }
      if !inner.isEmpty && isBare { return String(inner) }
    }
    return text
  }

  /// A value: strings, arrays and inline tables are walked over, anything else ends where a blank does.
  private mutating func value() -> Range<Int>? {
    skipBlanks()
    let start = position
    guard let byte = current, !isLineEnd, byte != Self.hash else { return nil }
    switch byte {
    case Self.quote, Self.tick: guard skipString() else { return nil }
    case Self.bracket, UInt8(ascii: "{"): guard skipNested() else { return nil }
    default:
      while let byte = current, !isLineEnd, byte != Self.hash { _ = byte; position += 1 }
      var end = position
      while end > start, bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: "\t")
      {
        end -= 1
      }
      return start..<end
    }
    return start..<position
  }

  private mutating func skipNested() -> Bool {
    var depth = 0
    while let byte = current {
      switch byte {
      case Self.quote, Self.tick:
        guard skipString() else { return false }
        continue
      case Self.hash:
        skipLine()
        continue
      case Self.bracket, UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
      position += 1
      if depth == 0 { return true }
    }
    return false
  }

  /// A string of any kind; only the multi-line ones may hold line ends.
  private mutating func skipString() -> Bool {
    guard let quote = current else { return false }
    let isLong = bytes[position...].starts(with: [quote, quote, quote])
    position += isLong ? 3 : 1
    while let byte = current {
      if byte == UInt8(ascii: "\\"), quote == Self.quote {
        position += 2
      } else if byte == quote, !isLong || bytes[position...].starts(with: [quote, quote, quote]) {
        position += isLong ? 3 : 1
        // Up to two more quotes belong to the string.
        while isLong, current == quote { position += 1 }
        return true
      } else {
        if !isLong && isLineEnd { return false }
        position += 1
      }
    }
    return false
  }
}
