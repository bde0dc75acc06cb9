/// The folder name of an account's sandbox. It comes from the label once and never changes.
package struct AccountKey: Hashable, Sendable, Codable, CustomStringConvertible {
  /// 1 to 48 characters of `[a-z0-9-]`, no `-` at either end, no two in a row.
  package let text: String

  /// Takes a folder name, nil if it cannot be a key.
  package init?(_ text: String) {
    guard (1...48).contains(text.utf8.count), Self.isFolded(text.utf8) else { return nil }
    self.text = text
  }

  /// The key for a label: lower case, everything outside `[a-z0-9-]` becomes `-`, runs of `-`
  /// collapse, ends are trimmed; a taken key gets `-2`, then `-3`, and so on.
  package init(label: Label, taken: Set<AccountKey>) {
    let folded = Self.folded(label.text)
    let stem = folded.isEmpty ? "account" : folded
    var candidate = AccountKey(unchecked: Self.trimmed(stem.prefix(48)))
    var number = 2
    while taken.contains(candidate) {
      let suffix = "-\(number)"
      candidate = AccountKey(
        unchecked: Self.trimmed(stem.prefix(48 - suffix.count)) + suffix)
      number += 1
    }
    self = candidate
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let key = AccountKey(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a key")
    }
    self = key
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  package var description: String { text }

  private init(unchecked text: String) {
    self.text = text
  }

  private static func isFolded(_ text: String.UTF8View) -> Bool {
    var last = UInt8(ascii: "-")
    for byte in text {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "-") where last != byte: break
      default: return false
      }
      last = byte
    }
    return last != UInt8(ascii: "-")
  }

  private static func folded(_ text: String) -> String {
    var result = ""
    for character in text.lowercased() {
      let allowed = character.isASCII && (character.isLetter || character.isNumber)
      if allowed {
        result.append(character)
      } else if !result.hasSuffix("-") {
        result.append("-")
      }
    }
    return trimmed(result[...])
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == "-" }.reversed().drop { $0 == "-" }.reversed())
  }
}
