import EngineKernel

/// Sentences for one line that end where a clause does.
enum Clauses {
  /// The text without the last clauses that there is no room for; the first one always stays.
  static func fitting(
    _ text: String, width: Int, at separators: [String] = [", "]
  ) -> String {
    guard DisplayWidth.of(text) > width else { return text }
    let shorter = separators.flatMap { text.ranges(of: $0) }.map { text[..<$0.lowerBound] }
      .sorted { $0.count > $1.count }
    return String(
      shorter.first { DisplayWidth.of(String($0)) <= width } ?? shorter.last ?? text[...])
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
