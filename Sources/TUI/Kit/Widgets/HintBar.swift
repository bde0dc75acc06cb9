package import EngineKernel

/// The line that says which keys work now: whole entries, the highest ranks, in their order.
package struct HintBar: Hashable, Sendable {
  /// An entry with its word, which may be the short one.
  package struct Shown: Hashable, Sendable {
    /// The entry.
    package let entry: HintEntry
    /// The word behind its key; may be empty.
    package let word: String
  }

  /// What is shown.
  package let shown: [Shown]

  /// The entries that fit in `width` columns: all words if they fit; else short words; else without the
  /// lowest ranks. What must always be there stays.
  package init(_ entries: [HintEntry], width: Int, prefersShort: Bool = false) {
    var present = entries
    while true {
      for isShort in prefersShort ? [true] : [false, true] {
        let candidates = present.map { Shown(entry: $0, word: isShort ? $0.short : $0.word) }
        // Short words are for small screens; a wide one leaves out what matters least.
        if Self.width(candidates) <= width, !isShort || prefersShort || present.count <= 2 {
          shown = candidates
          return
        }
      }
      guard let least = Self.leastImportant(present) else {
        shown = present.map { Shown(entry: $0, word: $0.short) }
        return
      }
      present.remove(at: least)
    }
  }

  /// Draws the line at a column, with each entry clickable as `command:` and its identity.
  package func draw(on canvas: inout Canvas, column: Int = 1, row: Int, glyphs: GlyphSet) {
    var column = column
    for (index, shown) in shown.enumerated() {
      if index > 0 { column += Self.gap(after: self.shown[index - 1]) }
      let start = column
      column = canvas.put(shown.entry.keys, column: column, row: row, .key)
      if !shown.word.isEmpty {
        column = canvas.put(" " + shown.word, column: column, row: row, .muted)
      }
      canvas.addRegion(
        Rect(column: start, row: row, columns: column - start, rows: 1),
        name: "command:" + shown.entry.id.rawValue)
    }
  }

  private static func width(_ shown: [Shown]) -> Int {
    shown.indices.reduce(0) { sum, index in
      let gap = index > 0 ? gap(after: shown[index - 1]) : 0
      let word = shown[index].word
      return sum + gap + DisplayWidth.of(shown[index].entry.keys)
        + (word.isEmpty ? 0 : 1 + DisplayWidth.of(word))
    }
  }

  private static func gap(after shown: Shown) -> Int { shown.word.isEmpty ? 1 : 2 }

  private static func leastImportant(_ entries: [HintEntry]) -> Int? {
    entries.indices.filter { entries[$0].rank != HintEntry.always }
      .min { (entries[$0].rank, -$0) < (entries[$1].rank, -$1) }
  }
}
