import EngineCore

/// The line that says which keys work now. Whole entries only: unimportant ones leave first, then long words
/// are shortened, then words leave their keys alone, and at last the rest by rank. What ranks highest stays.
package struct HintBar: Hashable, Sendable {
  /// One hint as it could be shown.
  package struct Entry: Hashable, Sendable {
    /// Its name for clicks.
    let name: String
    /// Its keys as the screen shows them.
    let keys: String
    /// The word behind them; may be empty.
    var word: String { didSet { width = Self.width(keys, word) } }
    /// The shorter word, which may be empty; nil if there is none.
    let short: String?
    /// Which entries stay when room is short: the highest; `.max` always.
    let rank: Int
    fileprivate private(set) var width: Int

    /// An entry of its parts.
    package init(name: String, keys: String, word: String, short: String? = nil, rank: Int) {
      self.name = name
      self.keys = keys
      self.word = word
      self.short = short
      self.rank = rank
      width = Self.width(keys, word)
    }

    private static func width(_ keys: String, _ word: String) -> Int {
      DisplayWidth.of(keys) + (word.isEmpty ? 0 : 1 + DisplayWidth.of(word))
    }
  }

  /// What is shown, from left to right.
  let entries: [Entry]

  /// The entries that fit in `width` columns, of which the first stays free.
  package init(_ all: [Entry], width: Int) {
    var entries = all
    while Self.width(of: entries) > width, let shorter = Self.shortened(entries) {
      entries = shorter
    }
    self.entries = entries
  }

  /// Draws it into a row of an area, each entry clickable.
  package func draw(on canvas: inout Canvas, in area: Rect) {
    canvas.within(area) { line in
      var column = 1
      for (index, entry) in entries.enumerated() {
        if index > 0 { column += Self.gap(entries[index - 1], entry) }
        guard column + entry.width <= area.columns else { return }
        line.addRegion(
          Rect(column: column, row: 0, columns: entry.width, rows: 1), name: entry.name)
        column = line.put(entry.keys, column: column, row: 0, .key)
        if !entry.word.isEmpty {
          column = line.put(" " + entry.word, column: column, row: 0, .muted)
        }
      }
    }
  }

  /// The entries with the next thing they can do without; nil if there is none.
  private static func shortened(_ entries: [Entry]) -> [Entry]? {
    var entries = entries
    if let place = last(entries, where: { $0.rank <= 4 }) {
      entries.remove(at: place)
      return entries
    }
    let worded = entries.indices.filter { !entries[$0].word.isEmpty }
    let long = worded.filter { entries[$0].short != nil && entries[$0].short != entries[$0].word }
    let spare = worded.filter { entries[$0].rank < 10 }
    if let place = longest(of: long, entries) ?? longest(of: spare, entries) {
      entries[place].word = long.isEmpty ? "" : entries[place].short ?? ""
      return entries
    }
    guard let place = last(entries, where: { $0.rank < .max }) else { return nil }
    entries.remove(at: place)
    return entries
  }

  /// The first one of the longest word among some.
  private static func longest(of places: [Int], _ entries: [Entry]) -> Int? {
    places.max { one, other in
      (entries[one].word.count, -one) < (entries[other].word.count, -other)
    }
  }

  /// The last one of the lowest rank among some.
  private static func last(_ entries: [Entry], where isMeant: (Entry) -> Bool) -> Int? {
    entries.indices.filter { isMeant(entries[$0]) }
      .min { (entries[$0].rank, -$0) < (entries[$1].rank, -$1) }
  }

  private static func width(of entries: [Entry]) -> Int {
    let gaps = zip(entries, entries.dropFirst()).reduce(0) { $0 + gap($1.0, $1.1) }
    return 1 + gaps + entries.reduce(0) { $0 + $1.width }
  }

  /// Keys that lost their words stand closer.
  private static func gap(_ left: Entry, _ right: Entry) -> Int {
    left.word.isEmpty && right.word.isEmpty ? 1 : 2
  }
}
