/// Text in lower-case letters, digits and single dashes.
enum Slug {
  /// `text` as a slug of at most `limit` characters; empty if nothing of it can be kept.
  static func of(_ text: String, limit: Int) -> String {
    var result: [UInt8] = []
    for byte in text.lowercased().utf8 {
      if isLetterOrDigit(byte) {
        result.append(byte)
      } else if result.last != UInt8(ascii: "-"), !result.isEmpty {
        result.append(UInt8(ascii: "-"))
      }
    }
    result = Array(result.prefix(limit))
    while result.last == UInt8(ascii: "-") { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether a byte is an ASCII letter or digit.
  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
