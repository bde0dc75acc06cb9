import EngineCore

/// Sentences for one line that end where a clause does.
enum Clauses {
  /// The text without the last clauses that there is no room for; the first one always stays.
  static func fitting(
    _ text: String, width: Int, at separators: [String] = [", "]
  ) -> String {
    guard DisplayWidth.of(text) > width else { return text }
    let scalars = text.unicodeScalars
    var end: String.Index?
    var columns = 0
    var place = text.startIndex
    // Behind the width only the end of the first clause is still looked for.
    while place < text.endIndex, columns <= width || end == nil {
      let rest = scalars[place...]
      if separators.contains(where: { rest.starts(with: $0.unicodeScalars) }) { end = place }
      columns += DisplayWidth.columns(of: scalars[place])
      place = scalars.index(after: place)
    }
    return end.map { String(text[..<$0]) } ?? text
  }

  /// The text without its asides, `(resets in 2h18m)`, and then its last clauses, where room is short.
  static func fittingWithoutAsides(_ text: String, width: Int) -> String {
    guard DisplayWidth.of(text) > width else { return text }
    return fitting(withoutAsides(text), width: width)
  }

  /// Written out, as a pattern would take longer than the rest of a row.
  private static func withoutAsides(_ text: String) -> String {
    var isAside = false
    return text.reduce(into: "") { kept, character in
      switch character {
      case "(":
        isAside = true
        if kept.last == " " { kept.removeLast() }
      case ")": isAside = false
      default: if !isAside { kept.append(character) }
      }
    }
  }
}
