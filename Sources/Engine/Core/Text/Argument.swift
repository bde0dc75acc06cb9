/// One word of a command line: any bytes but NUL, since file names need not be UTF-8.
package struct Argument: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The bytes without the closing NUL.
  package let bytes: [UInt8]

  /// Takes a word's bytes.
  package init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A word from text.
  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  package init(stringLiteral value: String) {
    self.init(value)
  }

  /// The word as text; bytes that are not UTF-8 become U+FFFD.
  package var description: String { String(decoding: bytes, as: UTF8.self) }
}
