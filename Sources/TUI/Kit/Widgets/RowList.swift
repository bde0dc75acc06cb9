package import EngineCore

/// Rows below each other, as many as fit around the chosen one: each a line that can be clicked, the chosen
/// one marked, and a scroll bar where some are hidden. Without a chosen row it shows the first ones and no
/// bar.
package struct RowList: Hashable, Sendable {
  /// How many rows there are, hidden ones included.
  package let count: Int
  /// The row that must be seen, nil for none.
  package let chosen: Int?
  /// Whether the terminal's cursor is on the chosen row.
  let hasCursor: Bool

  /// A list of its parts.
  package init(count: Int, chosen: Int?, hasCursor: Bool = true) {
    self.count = count
    self.chosen = chosen
    self.hasCursor = hasCursor
  }

  /// The first row that is seen in a height, so that the chosen one is in the middle as far as there are
  /// rows.
  package func first(in height: Int) -> Int {
    guard count > height, let chosen else { return 0 }
    return max(0, min(chosen - height / 2, count - height))
  }

  /// The rows that are seen in a height.
  package func seen(in height: Int) -> Range<Int> {
    let first = first(in: height)
    return first..<max(first, min(count, first + height))
  }

  /// Columns of an area for its rows: a scroll bar takes two, of which one stays free.
  package func width(in area: Rect) -> Int {
    max(0, area.columns - (scrolls(in: area) ? 2 : 0))
  }

  /// Draws it.
  ///
  /// - Parameters:
  ///   - canvas: where.
  ///   - area: the part of the canvas.
  ///   - glyphs: the characters that draw.
  ///   - only: the rows to draw, which must be seen; nil for all that are.
  ///   - name: the name of a row for clicks.
  ///   - line: a row, and whether it is the chosen one.
  package func draw(
    on canvas: inout Canvas, in area: Rect, glyphs: GlyphSet, only: [Int]? = nil,
    name: (Int) -> String, line: (Int, Bool) -> StyledLine
  ) {
    for index in only ?? Array(seen(in: area.rows)) {
      let place = place(of: index, in: area)
      let isChosen = index == chosen
      let line = line(index, isChosen).cut(to: width(in: area), glyphs: glyphs)
      canvas.put(line, column: place.column, row: place.row)
      canvas.addRegion(place, name: name(index))
      guard isChosen else { continue }
      canvas.select(place)
      if hasCursor { canvas.setCursor(column: place.column, row: place.row) }
    }
    drawScrollBar(on: &canvas, in: area, glyphs)
  }

  /// Where a row that is seen stands.
  package func place(of index: Int, in area: Rect) -> Rect {
    Rect(
      column: area.column, row: area.row + index - first(in: area.rows), columns: area.columns,
      rows: 1)
  }

  /// Draws where one is at the right edge of an area in which not everything is seen.
  package func drawScrollBar(on canvas: inout Canvas, in area: Rect, _ glyphs: GlyphSet) {
    guard scrolls(in: area) else { return }
    let hidden = count - area.rows
    let length = max(1, area.rows * area.rows / count)
    let room = area.rows - length
    let start = min(room, (first(in: area.rows) * room + hidden / 2) / hidden)
    for row in start..<start + length {
      canvas.put(glyphs.scrollHandle, column: area.endColumn - 1, row: area.row + row, .muted)
    }
  }

  private func scrolls(in area: Rect) -> Bool {
    chosen != nil && count > area.rows && area.rows > 1
  }
}
