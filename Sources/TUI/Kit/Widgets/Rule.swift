package import EngineCore

/// A horizontal line with words in it.
package enum Rule {
  /// Draws a line over the whole width of a canvas: `── title ───── aside ──`.
  package static func draw(
    title: StyledLine = StyledLine(), aside: StyledLine = StyledLine(), row: Int = 0,
    on canvas: inout Canvas, glyphs: GlyphSet
  ) {
    let width = canvas.area.columns
    canvas.fill(
      Rect(column: 0, row: row, columns: width, rows: 1), Character(glyphs.line.horizontal),
      Style(.rule))
    let asideWidth = aside.width == 0 ? 0 : aside.width + 2
    if title.width > 0 {
      let space = StyledLine(" ")
      let cut = title.cut(to: max(0, width - 6), glyphs: glyphs)
      canvas.put(space + cut + space, column: 2, row: row)
    }
    guard asideWidth > 0, title.width + asideWidth + 6 <= width else { return }
    canvas.put(
      StyledLine(" ") + aside + StyledLine(" "), column: width - 2 - asideWidth, row: row)
  }
}
