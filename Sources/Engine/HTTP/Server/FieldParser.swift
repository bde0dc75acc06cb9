import EngineCore

/// Reads header lines strictly: what another reader could understand differently is refused.
enum FieldParser {
  /// A header field of its line, without the line's end.
  ///
  /// - Throws: `RequestParseError.malformed`.
  static func field(_ line: ArraySlice<UInt8>) throws(RequestParseError) -> HTTPField {
    guard let first = line.first, first != UInt8(ascii: " "), first != UInt8(ascii: "\t") else {
      throw .malformed("a header line is folded")
    }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(isTokenByte)
    else { throw .malformed("a header name is invalid") }
    let value = trimmed(line[(colon + 1)...])
    guard value.allSatisfy(isValueByte) else { throw .malformed("a header value is invalid") }
    return HTTPField(text(line[..<colon]), text(value))
  }

  /// Whether a byte may be part of a method or a field name.
  static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    // ! # $ % & ' * + - . ^ _ ` | ~ (RFC 9110, 5.6.2), as numbers: this runs for every byte of a name.
    case 0x21, 0x23...0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x5e...0x60, 0x7c, 0x7e:
      true
    default:
      false
    }
  }

  /// Whether a byte may be part of a field value.
  static func isValueByte(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7f || byte == UInt8(ascii: "\t")
  }

  /// Bytes as text; bytes that are not UTF-8 are read as Latin-1, so that none is lost.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: bytes.lazy.map { Unicode.Scalar($0) })
    return String(scalars)
  }

  /// Bytes without blanks at their ends.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard let first = bytes.firstIndex(where: { !isBlank($0) }),
      let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return bytes.prefix(0) }
    return bytes[first...last]
  }
}
