/// Lays JSON out for reading: the outer levels on lines of their own, the inner ones in one line.
enum JSONLayout {
  /// The text with line breaks; `{` and `[` deeper than two levels stay on their line.
  static func pretty(_ text: String) -> String {
    var result = ""
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for character in text where character != "\n" {
      if isQuoted {
        result.append(character)
        isQuoted = isEscaped || character != "\""
        isEscaped = !isEscaped && character == "\\"
        continue
      }
      switch character {
      case "\"":
        isQuoted = true
        result.append(character)
      case "{", "[":
        depth += 1
        result.append(character)
        if depth <= 3 { result += line(depth) }
      case "}", "]":
        if depth <= 3 { result += line(depth - 1) }
        depth -= 1
        result.append(character)
      case ",": result += depth <= 3 ? "," + line(depth) : ", "
      case ":": result += ": "
      default: result.append(character)
      }
    }
    return result
  }

  private static func line(_ depth: Int) -> String {
    "\n" + String(repeating: "  ", count: depth)
  }
}
