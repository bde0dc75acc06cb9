import CTerminal
import TUIKit

/// Draws what differs between two frames.
struct CellPainter {
  /// The colours.
  let look: Look
  private var numbers: [Style: (foreground: Int32, background: Int32, attributes: Int32)] = [:]

  /// A painter for a look.
  init(_ look: Look) {
    self.look = look
  }

  /// Draws the cells of `frame` that differ from `last`, or all of them if there is none of this size.
  mutating func paint(_ frame: Frame, over last: Frame?) {
    let last = last?.size == frame.size ? last : nil
    for row in 0..<frame.size.rows {
      let cells = frame.row(row)
      let before = last?.row(row)
      if let before, before == cells { continue }
      paint(cells, over: before, row: row)
    }
  }

  /// Draws runs of neighbours of one style that differ.
  private mutating func paint(_ cells: ArraySlice<Cell>, over before: ArraySlice<Cell>?, row: Int) {
    var index = cells.startIndex
    while index < cells.endIndex {
      let cell = cells[index]
      if cell.isCovered || before?[index] == cell {
        index += 1
        continue
      }
      let start = index
      var run = CellRun()
      while index < cells.endIndex, cells[index].isCovered || cells[index].style == cell.style,
        cells[index].isCovered || before?[index] != cells[index]
      {
        run.append(cells[index])
        index += 1
      }
      put(run, style: cell.style, row: row, column: start - cells.startIndex)
    }
  }

  private mutating func put(_ run: CellRun, style: Style, row: Int, column: Int) {
    let numbers = numbers(of: style)
    run.withPointers { scalars, counts, widths in
      var request = cterm_run(
        row: Int32(row), column: Int32(column), cells: Int32(run.counts.count), scalars: scalars,
        counts: counts, widths: widths, foreground: numbers.foreground,
        background: numbers.background, attributes: numbers.attributes)
      cterm_put(&request)
    }
  }

  private mutating func numbers(
    of style: Style
  ) -> (foreground: Int32, background: Int32, attributes: Int32) {
    if let known = numbers[style] { return known }
    let colors = look.style(style)
    let made = (
      foreground: Int32(ColorQuantizer.number(of: colors.foreground, in: look.profile)),
      background: Int32(ColorQuantizer.number(of: colors.background, in: look.profile)),
      attributes: Int32(colors.attributes.rawValue)
    )
    numbers[style] = made
    return made
  }
}
