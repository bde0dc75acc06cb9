/// Words as a POSIX shell reads them, for commands that people copy.
package enum ShellWord {
  /// `text` as one shell word, quoted only if it must be.
  package static func quoted(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
        || "-_./:@%+=,".unicodeScalars.contains($0)
    }
    guard text.isEmpty || !plain else { return text }
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }
}

extension ShellWord {
  /// A line as a POSIX shell splits it into words: quotes and backslashes count, nothing is expanded.
  /// Nil if a quote is not closed.
  package static func split(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        // Between double quotes a backslash protects only what is special there.
        if quote == "\"", !"\"\\$`".contains(character) { word = (word ?? "") + "\\" }
        word = (word ?? "") + String(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil, !isEscaped else { return nil }
    return words + (word.map { [$0] } ?? [])
  }
}

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
