/// Divides an extent among neighbours: first everybody's minimum, in order of importance, then the rest by
/// weight up to everybody's maximum.
package enum Split {
  /// What one neighbour asks for, in cells.
  package struct Part: Hashable, Sendable {
    /// Less than this is nothing: the part is left out.
    package let minimum: Int
    /// More than this is not used.
    package let maximum: Int
    /// Its share of what is left when everybody has the minimum; 0 takes no more.
    package let weight: Int
    /// Who is left out first when there is too little: the lowest.
    package let rank: Int

    /// A part that takes exactly `extent`.
    package static func fixed(_ extent: Int, rank: Int = 0) -> Part {
      Part(minimum: extent, maximum: extent, weight: 0, rank: rank)
    }

    /// A part that takes from `minimum` to `maximum`.
    package static func flexible(
      _ minimum: Int, upTo maximum: Int = .max, weight: Int = 1, rank: Int = 0
    ) -> Part {
      Part(minimum: minimum, maximum: max(minimum, maximum), weight: weight, rank: rank)
    }
  }

  /// The extents of the parts; 0 for one that is left out. Their sum is at most `extent`.
  package static func extents(of parts: [Part], in extent: Int) -> [Int] {
    var given = minimums(of: parts, in: extent)
    var rest = extent - given.reduce(0, +)
    while rest > 0 {
      let open = parts.indices.filter {
        given[$0] > 0 && parts[$0].weight > 0 && given[$0] < parts[$0].maximum
      }
      let weights = open.reduce(0) { $0 + parts[$1].weight }
      guard weights > 0 else { break }
      let round = rest
      for index in open where rest > 0 {
        let share = max(1, round * parts[index].weight / weights)
        let taken = min(share, rest, parts[index].maximum - given[index])
        given[index] += taken
        rest -= taken
      }
    }
    return given
  }

  private static func minimums(of parts: [Part], in extent: Int) -> [Int] {
    var rest = extent
    var given = Array(repeating: 0, count: parts.count)
    // Of equal rank, the earlier one is served first.
    let order = parts.indices.sorted {
      (-parts[$0].rank, $0) < (-parts[$1].rank, $1)
    }
    for index in order where parts[index].minimum <= rest {
      given[index] = parts[index].minimum
      rest -= parts[index].minimum
    }
    return given
  }
}
