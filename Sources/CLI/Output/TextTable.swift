import EngineCore

/// Aligned columns for lists. The last column that may shrink gives way when there is little room.
struct TextTable: Sendable {
  /// A column's heading and manner.
  struct Column: Sendable {
    let heading: String
    var alignsRight = false
    var mayShrink = false
    /// For the last column: what does not fit goes on below.
    var wraps = false
  }

  private let columns: [Column]
  private var rows: [[StyledText]] = []

  /// A table without rows.
  init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row; missing cells at its end stay empty.
  mutating func add(_ cells: [StyledText]) {
    rows.append(cells + Array(repeating: StyledText(), count: max(0, columns.count - cells.count)))
  }

  /// The heading and the rows as lines, none longer than the screen is wide.
  func lines(on screen: Screen) -> [String] {
    let widths = widths(within: screen.width)
    let heading = columns.map { StyledText($0.heading, .heading) }
    return ([heading] + rows).flatMap { wrapped($0, widths) }.map { cells in
      var line = StyledText()
      for (index, cell) in cells.enumerated() {
        if index > 0 { line.append("  ") }
        let cut = cell.cut(to: widths[index], ellipsis: screen.glyphs.ellipsis)
        line.append(
          columns[index].alignsRight
            ? cut.padded(leadingTo: widths[index]) : cut.padded(to: widths[index]))
      }
      return screen.line(line)
    }
  }

  /// A row as one or more, if its last cell goes on below.
  private func wrapped(_ cells: [StyledText], _ widths: [Int]) -> [[StyledText]] {
    guard let last = cells.last, let width = widths.last, columns.last?.wraps == true,
      last.width > width, let role = last.pieces.first?.role
    else { return [cells] }
    let text = last.pieces.map(\.text).joined()
    let blanks = Array(repeating: StyledText(), count: cells.count - 1)
    return TextWrap.lines(text, width: width).enumerated().map { index, line in
      (index == 0 ? Array(cells.dropLast()) : blanks) + [StyledText(line, role)]
    }
  }

  private func widths(within limit: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      rows.reduce(columns[index].heading.count) { max($0, $1[index].width) }
    }
    guard let limit else { return widths }
    var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - limit
    for index in columns.indices.reversed() where excess > 0 {
      let minimum = columns[index].wraps ? 24 : columns[index].mayShrink ? 8 : widths[index]
      let given = min(excess, max(0, widths[index] - minimum))
      widths[index] -= given
      excess -= given
    }
    return widths
  }
}
