import EngineCore

/// Picks the link and the code out of what `codex login --device-auth` prints for people.
struct DeviceLoginText {
  /// The address to open.
  private(set) var link: String?
  /// The code to enter there.
  private(set) var code: String?

  /// Takes one printed line, with or without colours.
  mutating func read(_ line: String) {
    for word in Self.plain(line).split(whereSeparator: { $0 == " " || $0 == "\t" }) {
      if link == nil, word.hasPrefix("https://") || word.hasPrefix("http://") {
        link = String(word)
      } else if link != nil, code == nil, Self.isCode(word) {
        code = String(word)
      }
    }
  }

  /// Two groups or more of capital letters and digits, joined by `-`.
  private static func isCode(_ word: Substring) -> Bool {
    let groups = word.split(separator: "-", omittingEmptySubsequences: false)
    return groups.count > 1 && word.count <= 40
      && groups.allSatisfy { group in
        group.count >= 3 && group.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) }
      }
  }

  /// The line without escape sequences (ECMA-48: ESC [ … letter).
  private static func plain(_ line: String) -> String {
    var result = ""
    var isEscape = false
    for character in line {
      if character == "\u{1B}" {
        isEscape = true
      } else if isEscape {
        isEscape = !(character.isASCII && character.isLetter)
      } else {
        result.append(character)
      }
    }
    return PrintableText.sanitized(result)
  }
}
