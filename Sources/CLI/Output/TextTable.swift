import EngineKernel

/// Aligned columns for lists. The last column that may shrink gives way when there is little room.
package struct TextTable: Sendable {
  /// A column's heading and manner.
  package struct Column: Sendable {
    let heading: String
    var alignsRight = false
    var mayShrink = false
  }

  private let columns: [Column]
  private var rows: [[StyledText]] = []

  /// A table without rows.
  package init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row; missing cells at its end stay empty.
  package mutating func add(_ cells: [StyledText]) {
    rows.append(cells + Array(repeating: StyledText(), count: max(0, columns.count - cells.count)))
  }

  /// The heading and the rows as lines, none longer than the screen is wide.
  package func lines(on screen: Screen) -> [String] {
    let widths = widths(within: screen.width)
    let heading = columns.map { StyledText($0.heading, .heading) }
    return ([heading] + rows).map { cells in
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

  private func widths(within limit: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      rows.reduce(columns[index].heading.count) { max($0, $1[index].width) }
    }
    guard let limit else { return widths }
    var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - limit
    for index in columns.indices.reversed() where columns[index].mayShrink && excess > 0 {
      let given = min(excess, max(0, widths[index] - 8))
      widths[index] -= given
      excess -= given
    }
    return widths
  }
}
