import EngineCore
import TUIKit

// What several views draw.
extension Canvas {
  /// Draws a line into an area's row, cut to its width.
  mutating func line(
    _ line: StyledLine, in area: Rect, row: Int = 0, indent: Int = 0, _ glyphs: GlyphSet
  ) {
    guard row >= 0, row < area.rows else { return }
    let cut = line.cut(to: max(0, area.columns - indent), glyphs: glyphs)
    put(cut, column: area.column + indent, row: area.row + row)
  }

  /// Draws a line so that it ends at an area's right edge, if `taken` columns leave room for it.
  mutating func trailing(_ line: StyledLine, in area: Rect, row: Int = 0, after taken: Int = 0) {
    guard line.width > 0, taken + line.width <= area.columns else { return }
    put(line, endingAt: area.endColumn, row: area.row + row)
  }

  /// Draws a rule with a title near its left and something near its right end.
  mutating func rule(
    _ area: Rect, title: StyledLine = StyledLine(), trailing: StyledLine = StyledLine(),
    _ glyphs: GlyphSet
  ) {
    within(area) { Rule.draw(title: title, aside: trailing, on: &$0, glyphs: glyphs) }
  }
}
