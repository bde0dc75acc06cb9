/// Reads the notation of strace: quoted strings, annotated descriptors, nested values. It works on
/// bytes, for names are bytes.
struct TraceText {
  private var rest: ArraySlice<UInt8>

  init(_ text: some Sequence<UInt8>) {
    rest = ArraySlice(Array(text))
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// Everything that was not read yet.
  var remainder: String { String(decoding: rest, as: UTF8.self) }

  /// Reads `text` if it comes next.
  mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest = rest.dropFirst(text.utf8.count)
    return true
  }

  mutating func skipSpaces() { rest = rest.drop { $0 == UInt8(ascii: " ") } }

  /// Reads as long as the bytes fit.
  mutating func take(while fits: (UInt8) -> Bool) -> String {
    let taken = rest.prefix(while: fits)
    rest = rest.dropFirst(taken.count)
    return String(decoding: taken, as: UTF8.self)
  }

  /// Reads arguments up to the closing parenthesis, whose opening one was read.
  ///
  /// - Returns: The arguments; nil if the parenthesis never comes.
  mutating func takeArguments() -> [String]? {
    var arguments: [[UInt8]] = []
    var current: [UInt8] = []
    var depth = 0
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: "\""):
        guard let quoted = takeQuoted() else { return nil }
        current += quoted
        continue
      case UInt8(ascii: "<") where Self.mayAnnotate(current.last):
        guard let annotation = takeAnnotation() else { return nil }
        current += annotation
        continue
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")") where depth == 0:
        rest = rest.dropFirst()
        let isAlone = arguments.isEmpty && Self.trimmed(current).isEmpty
        return isAlone ? [] : (arguments + [current]).map(Self.trimmed)
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ",") where depth == 0:
        arguments.append(current)
        current = []
        rest = rest.dropFirst()
        continue
      case _: break
      }
      current.append(byte)
      rest = rest.dropFirst()
    }
    return nil
  }

  /// Reads `<place>` and gives the place, nil if there is none here.
  mutating func takePlace() -> String? {
    guard rest.first == UInt8(ascii: "<"), let annotation = takeAnnotation() else { return nil }
    return Self.unescaped(annotation.dropFirst().dropLast())
  }

  /// Reads a quoted string, quotes and escapes included; nil if there is none here.
  mutating func takeQuotedText() -> String? {
    takeQuoted().map { String(decoding: $0, as: UTF8.self) }
  }

  /// The string of a quoted argument; nil for everything else, also for one that was cut short.
  static func string(_ argument: String) -> String? {
    var text = TraceText(argument.utf8)
    guard let quoted = text.takeQuoted(), text.isAtEnd else { return nil }
    return unescaped(quoted.dropFirst().dropLast())
  }

  /// What is behind an annotated descriptor: `3</tmp/x>`, `AT_FDCWD</tmp>`.
  static func place(of argument: String) -> String? {
    var text = TraceText(argument.utf8)
    _ = text.take { $0 != UInt8(ascii: "<") }
    return text.takePlace()
  }

  /// An argument without the spaces around it: an interrupted call has some at its end too.
  private static func trimmed(_ argument: [UInt8]) -> String {
    let start = argument.drop { $0 == 0x20 }
    let end = start.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? start.startIndex
    return String(decoding: start[..<end], as: UTF8.self)
  }

  // A descriptor is a number or AT_FDCWD; any other `<` is a sign.
  private static func mayAnnotate(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return (0x30...0x39).contains(byte) || byte == UInt8(ascii: "D")
  }

  /// The bytes from a quote to the next one that is not escaped, both included.
  private mutating func takeQuoted() -> [UInt8]? {
    guard rest.first == UInt8(ascii: "\"") else { return nil }
    return takeDelimited(by: UInt8(ascii: "\""))
  }

  /// strace escapes `<` and `>` inside, so that the first `>` ends it.
  private mutating func takeAnnotation() -> [UInt8]? {
    takeDelimited(by: UInt8(ascii: ">"))
  }

  private mutating func takeDelimited(by end: UInt8) -> [UInt8]? {
    var taken = Array(rest.prefix(1))
    rest = rest.dropFirst()
    while let byte = rest.popFirst() {
      taken.append(byte)
      if byte == end { return taken }
      if byte == UInt8(ascii: "\\"), let next = rest.popFirst() { taken.append(next) }
    }
    return nil
  }

  private static let letters: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "v"): 11,
    UInt8(ascii: "f"): 12, UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8,
  ]

  /// Undoes `\n`, `\"`, `\303` (one to three octal digits) and `\x1b`.
  private static func unescaped(_ bytes: some Sequence<UInt8>) -> String {
    var result: [UInt8] = []
    var rest = ArraySlice(Array(bytes))
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let next = rest.first else {
        result.append(byte)
        continue
      }
      let octal = rest.prefix(3).prefix { (0x30...0x37).contains($0) }
      if !octal.isEmpty {
        rest = rest.dropFirst(octal.count)
        result.append(octal.reduce(0) { $0 &* 8 &+ ($1 &- 0x30) })
        continue
      }
      rest = rest.dropFirst()
      if next == UInt8(ascii: "x"),
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        rest = rest.dropFirst(2)
        result.append(value)
      } else {
        result.append(letters[next] ?? next)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
