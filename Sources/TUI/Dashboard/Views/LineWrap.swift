import EngineCore

/// Text in lines of a width, broken between words; a word that is longer is broken itself.
enum LineWrap {
  static func lines(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    if DisplayWidth.of(text) <= width { return text.isEmpty ? [] : [text] }
    var lines: [String] = []
    var rest = text[...]
    while true {
      rest = rest.drop { $0 == " " }
      guard !rest.isEmpty else { return lines }
      let line = first(of: rest, width: width)
      lines.append(String(line))
      rest = rest[line.endIndex...]
    }
  }

  /// What of a text that begins with a word fits in a line: whole words, else a part of the first, at least
  /// one character.
  private static func first(of text: Substring, width: Int) -> Substring {
    var columns = 0
    // Behind the last word that fits.
    var end: Substring.Index?
    var wasSpace = false
    var index = text.startIndex
    while index < text.endIndex {
      let scalar = text.unicodeScalars[index]
      let isSpace = scalar == " "
      if isSpace, !wasSpace { end = index }
      wasSpace = isSpace
      columns += DisplayWidth.columns(of: scalar)
      if columns > width {
        if let end { return text[..<end] }
        return text.prefix(max(1, DisplayWidth.cut(String(text), to: width, ellipsis: "").count))
      }
      index = text.unicodeScalars.index(after: index)
    }
    return text
  }
}
