import EngineCore

/// Sentences for one line. What went wrong stands behind the path it went wrong with, so the path gives way.
package enum ShortPaths {
  /// The sentence, its paths cut to their last two names if it is wider than the room.
  package static func fitting(_ sentence: String, width: Int, ellipsis: String) -> String {
    guard DisplayWidth.of(sentence) > width else { return sentence }
    return sentence.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let names = word.split(separator: "/")
      guard word.hasPrefix("/") || word.hasPrefix("~/"), names.count > 2 else {
        return String(word)
      }
      return ellipsis + "/" + names.suffix(2).joined(separator: "/")
    }.joined(separator: " ")
  }
}
