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
    var run = CellRun()
    for change in frame.changes(since: last) {
      run.clear()
      for column in change.columns { run.append(frame[column, change.row]) }
      put(
        run, style: frame[change.columns.lowerBound, change.row].style, row: change.row,
        column: change.columns.lowerBound)
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

/// Neighbouring cells of one style, as the C side takes them.
struct CellRun {
  private(set) var scalars: [UInt32] = []
  private(set) var counts: [UInt8] = []
  private(set) var widths: [UInt8] = []

  /// Adds a cell; what a wide character covers is drawn with it.
  mutating func append(_ cell: Cell) {
    guard !cell.isCovered else { return }
    let before = scalars.count
    cell.text.forEachScalar { scalars.append($0) }
    counts.append(UInt8(scalars.count - before))
    widths.append(cell.width)
  }

  /// Forgets the cells and keeps the room.
  mutating func clear() {
    scalars.removeAll(keepingCapacity: true)
    counts.removeAll(keepingCapacity: true)
    widths.removeAll(keepingCapacity: true)
  }

  /// Hands out the parts.
  func withPointers(
    _ body: (UnsafePointer<UInt32>?, UnsafePointer<UInt8>?, UnsafePointer<UInt8>?) -> Void
  ) {
    scalars.withUnsafeBufferPointer { scalars in
      counts.withUnsafeBufferPointer { counts in
        widths.withUnsafeBufferPointer { widths in
          body(scalars.baseAddress, counts.baseAddress, widths.baseAddress)
        }
      }
    }
  }
}
