import EngineKernel

/// Text in lines of a width, broken between words; a word that is longer is broken itself.
enum LineWrap {
  static func lines(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    if DisplayWidth.of(text) <= width { return text.isEmpty ? [] : [text] }
    var lines: [String] = []
    var line = ""
    var taken = 0
    for word in text.split(separator: " ") {
      let word = String(word)
      let columns = DisplayWidth.of(word)
      if !line.isEmpty, taken + 1 + columns <= width {
        line += " " + word
        taken += 1 + columns
        continue
      }
      if !line.isEmpty { lines.append(line) }
      (line, taken) = (word, columns)
      while taken > width {
        let part = DisplayWidth.cut(line, to: width, ellipsis: "").nonEmpty(or: line)
        lines.append(part)
        line = String(line.dropFirst(part.count))
        taken = DisplayWidth.of(line)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}

extension String {
  /// Itself, or its first character where cutting left nothing: a line always moves on.
  fileprivate func nonEmpty(or text: String) -> String {
    isEmpty ? String(text.prefix(1)) : self
  }
}
