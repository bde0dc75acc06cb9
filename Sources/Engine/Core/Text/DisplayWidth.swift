/// How many columns text takes on a terminal. Scalars are measured one by one, as tmux, ncurses and most
/// terminals do.
package enum DisplayWidth {
  /// The columns of `text`, which must hold no control characters.
  package static func of(_ text: String) -> Int {
    isASCII(text) ? text.utf8.count : text.unicodeScalars.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns of a text of plain scalars alone, nil for any other.
  package static func ofPlain(_ text: String) -> Int? {
    var count = 0
    for scalar in text.unicodeScalars {
      guard isPlain(scalar) else { return nil }
      count += 1
    }
    return count
  }

  /// Whether a scalar takes one column and stands for itself: ASCII, arrows, lines, blocks, plain shapes.
  /// Most of what a screen shows is, and needs no look into Unicode's tables.
  @inlinable static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0x2190...0x22FF, 0x2500...0x25FC: true
    default: false
    }
  }

  /// The columns of one scalar: 0 for combining marks, 2 for wide characters, else 1.
  package static func columns(of scalar: Unicode.Scalar) -> Int {
    guard scalar.value >= 0x300, !isPlain(scalar) else { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    // Vowels and final consonants of Korean syllables join the leading consonant.
    if (0x1160...0x11FF).contains(scalar.value) { return 0 }
    let isWide =
      scalar.properties.isEmojiPresentation && !(0x1F1E6...0x1F1FF).contains(scalar.value)
      || wideRanges.contains { $0.contains(scalar.value) }
    return isWide ? 2 : 1
  }

  /// `text` cut to `width` columns at a character boundary, an ellipsis included if it was cut.
  ///
  /// - Parameters:
  ///   - text: printable text.
  ///   - width: columns there are, 0 or more.
  ///   - ellipsis: what stands for the rest; one column.
  /// - Returns: Text of at most `width` columns.
  package static func cut(_ text: String, to width: Int, ellipsis: String = "…") -> String {
    guard of(text) > width else { return text }
    guard width > 0 else { return "" }
    var result = ""
    var used = 0
    for character in text {
      let columns = of(String(character))
      guard used + columns <= width - 1 else { break }
      result.append(character)
      used += columns
    }
    return result + ellipsis
  }

  /// `text` followed by spaces up to `width` columns.
  package static func padded(_ text: String, to width: Int) -> String {
    text + repeated(" ", width - of(text))
  }

  /// `text` preceded by spaces up to `width` columns.
  package static func padded(leading text: String, to width: Int) -> String {
    repeated(" ", width - of(text)) + text
  }

  /// A short text so many times, none for a negative count. It is written in one go: the standard library
  /// appends one after the other, and a screen is full of bars and gaps.
  package static func repeated(_ text: String, _ count: Int) -> String {
    guard count > 0 else { return "" }
    let bytes = text.utf8.count
    return String(unsafeUninitializedCapacity: bytes * count) { all in
      var place = 0
      for _ in 0..<count {
        for byte in text.utf8 {
          all[place] = byte
          place += 1
        }
      }
      return place
    }
  }

  private static func isASCII(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 < 0x80 } } ?? false
  }

  // East Asian wide and full-width blocks (Unicode Standard Annex #11), emoji apart.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
    0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF,
    0x1F200...0x1F2FF, 0x1F300...0x1F320, 0x1F900...0x1F9FF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]
}

/// Text from outside (labels, e-mails, server messages, paths) made safe for a screen: no control
/// characters, no escape sequences, no invisible direction marks.
package enum PrintableText {
  /// Whether a scalar may reach a screen as it is.
  package static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default:
      true
    }
  }

  /// `text` without anything that `isPrintable` refuses.
  package static func sanitized(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text.unicodeScalars.lazy.filter(isPrintable))
    return String(scalars)
  }

  /// `text` sanitized and cut to `limit` characters, an ellipsis included.
  package static func shortened(_ text: String, to limit: Int) -> String {
    let clean = sanitized(text)
    return clean.count <= limit ? clean : clean.prefix(max(0, limit - 1)) + "…"
  }

  /// `text` shortened, without the full stop at its end: a clause of another sentence.
  package static func clause(_ text: String, to limit: Int) -> String {
    var clause = shortened(text, to: limit)
    while clause.hasSuffix(".") { clause.removeLast() }
    return clause
  }
}
