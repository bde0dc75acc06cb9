import EngineCore

/// Makes one harmless clause of a sentence that codex or a server wrote: no addresses, no bodies, no
/// word long enough to be a token.
package enum PlainSentence {
  private static let longestWord = 48
  private static let longest = 160

  /// The clause, without a full stop at its end; a stand-in if nothing is left.
  package static func clause(_ text: String) -> String {
    let head = text.prefix { $0 != "{" && $0 != "<" && !$0.isNewline }
    let words = PrintableText.sanitized(String(head)).split(separator: " ").map { word in
      word.contains("://") ? "…" : word.count > longestWord ? "…" : String(word)
    }
    var clause = PrintableText.shortened(words.joined(separator: " "), to: longest)
    while let last = clause.last, ".:,; ".contains(last) { clause.removeLast() }
    return clause.isEmpty ? "it gave no reason" : clause
  }
}
