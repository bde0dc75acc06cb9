/// Finds what someone probably meant: the known name that is the fewest slips away.
package enum NearestName {
  /// The known name closest to `text`, without regard to case; nil if none is close enough to offer.
  ///
  /// - Parameters:
  ///   - text: what was typed.
  ///   - names: what there is; the first of equally close names wins.
  /// - Returns: The name as it is written in `names`.
  package static func of(_ text: String, in names: some Sequence<String>) -> String? {
    let typed = folded(text)
    guard !typed.isEmpty else { return nil }
    var best: (name: String, distance: Int)?
    for name in names {
      let known = folded(name)
      // A third of the word may be wrong; in a very short word one slip is all there is.
      let allowed = max(1, min(typed.count, known.count) / 3)
      guard abs(known.count - typed.count) <= allowed else { continue }
      let distance = distance(typed, known)
      guard distance <= allowed, distance < (best?.distance ?? .max) else { continue }
      best = (name, distance)
    }
    return best?.name ?? only(startingWith: typed, in: names)
  }

  /// How many slips are between two words: a character more, less, other, or two swapped neighbours
  /// (Damerau and Levenshtein, each pair swapped once).
  static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for row in first.indices {
      var current = [row + 1]
      for column in second.indices {
        let isSame = first[row] == second[column]
        var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (isSame ? 0 : 1))
        let isSwap =
          row > 0 && column > 0 && first[row] == second[column - 1]
          && first[row - 1] == second[column]
        if isSwap { cost = min(cost, beforeLast[column - 1] + 1) }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[second.count]
  }

  /// The one name that begins with what was typed, if there is exactly one.
  private static func only(
    startingWith typed: [Character], in names: some Sequence<String>
  ) -> String? {
    guard typed.count >= 3 else { return nil }
    let matches = names.filter { folded($0).starts(with: typed) }
    return matches.count == 1 ? matches.first : nil
  }

  // Beyond this no one compares words, and the cost grows with the square.
  private static func folded(_ text: String) -> [Character] {
    Array(text.lowercased().prefix(64))
  }
}
