import EngineKernel

/// Which hints a line has room for. Whole entries only: unimportant ones leave first, then long words are
/// shortened, then words leave their keys alone, and at last the rest by rank. Help and quit always stay.
package enum HintLine {
  /// One hint as it could be shown.
  package struct Item: Hashable, Sendable {
    let command: DashboardCommand
    let keys: String
    var word: String
    let short: String?
    let rank: Int

    var width: Int {
      DisplayWidth.of(keys) + (word.isEmpty ? 0 : 1 + DisplayWidth.of(word))
    }
  }

  /// One hint at its place.
  package struct Placed: Hashable, Sendable {
    let command: DashboardCommand
    let keys: String
    let word: String
    let column: Int
  }

  /// The hints that fit, from left to right.
  static func fitting(_ all: [Item], width: Int) -> [Placed] {
    var items = all
    while self.width(of: items) > width, let change = change(for: items, all: all) {
      change(&items)
    }
    var column = 1
    return items.enumerated().compactMap { index, item in
      if index > 0 { column += gap(items[index - 1], item) }
      defer { column += item.width }
      guard column + item.width <= width else { return nil }
      return Placed(command: item.command, keys: item.keys, word: item.word, column: column)
    }
  }

  private static func change(
    for items: [Item], all: [Item]
  ) -> ((inout [Item]) -> Void)? {
    if let place = last(items, where: { $0.rank <= 4 }) { return { $0.remove(at: place) } }
    if let place = items.firstIndex(where: {
      !$0.word.isEmpty && $0.short != nil && $0.word != $0.short
    }) {
      return { $0[place].word = $0[place].short ?? "" }
    }
    let worded = items.indices.filter { !items[$0].word.isEmpty && items[$0].rank < 10 }
    if let place = worded.max(by: { (items[$0].word.count, -$0) < (items[$1].word.count, -$1) }) {
      return { $0[place].word = "" }
    }
    if let place = last(items, where: { $0.rank < .max }) { return { $0.remove(at: place) } }
    return nil
  }

  /// The last one of the lowest rank among some.
  private static func last(_ items: [Item], where isMeant: (Item) -> Bool) -> Int? {
    items.indices.filter { isMeant(items[$0]) }
      .min { (items[$0].rank, -$0) < (items[$1].rank, -$1) }
  }

  private static func width(of items: [Item]) -> Int {
    let gaps = zip(items, items.dropFirst()).reduce(0) { $0 + gap($1.0, $1.1) }
    return 1 + gaps + items.reduce(0) { $0 + $1.width }
  }

  /// Keys that lost their words stand closer.
  private static func gap(_ left: Item, _ right: Item) -> Int {
    left.word.isEmpty && right.word.isEmpty ? 1 : 2
  }
}
