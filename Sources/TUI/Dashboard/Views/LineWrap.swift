import EngineKernel

/// Text in lines of a width, broken between words; a word that is longer is broken itself.
enum LineWrap {
  static func lines(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let joined = line.isEmpty ? String(word) : line + " " + word
      if DisplayWidth.of(joined) <= width {
        line = joined
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = String(word)
      while DisplayWidth.of(line) > width {
        let part = DisplayWidth.cut(line, to: width, ellipsis: "").nonEmpty(or: line)
        lines.append(part)
        line = String(line.dropFirst(part.count))
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
