/// A picture of the whole screen: what a view returns and a terminal shows.
package struct Frame: Hashable, Sendable {
  /// How large it is.
  package let size: Size
  /// Its cells, row by row.
  package private(set) var cells: [Cell]
  /// Where the terminal's cursor is put, so that magnifiers follow the focus; nil for the bottom right.
  package var cursor: Point?
  /// Whether the cursor is visible: in inputs.
  package var showsCursor = false
  /// What can be clicked; later ones lie above earlier ones.
  package var regions: [HitRegion] = []

  /// An empty frame.
  package init(_ size: Size) {
    self.size = size
    cells = Array(repeating: .blank(), count: size.columns * size.rows)
  }

  /// The cell at a place, which must lie in the frame.
  package subscript(column: Int, row: Int) -> Cell {
    get { cells[row * size.columns + column] }
    set { cells[row * size.columns + column] = newValue }
  }

  /// The cells of one row, which must lie in the frame.
  package func row(_ row: Int) -> ArraySlice<Cell> {
    cells[row * size.columns..<(row + 1) * size.columns]
  }

  /// Sets neighbouring cells of one row, which must lie in the frame, to the same one.
  mutating func fill(_ columns: Range<Int>, row: Int, with cell: Cell) {
    let place = places(columns, row: row)
    cells.withUnsafeMutableBufferPointer { $0[place].update(repeating: cell) }
  }

  /// Sets neighbouring cells of one row, which must lie in the frame, to a text of scalars that take one
  /// column each. As many as are `skipped` at its start are not drawn; behind them is one for each cell.
  mutating func set(
    _ text: String, skipping skipped: Int, in columns: Range<Int>, row: Int, _ style: Style
  ) {
    let place = places(columns, row: row)
    cells.withUnsafeMutableBufferPointer { cells in
      var index = place.lowerBound - skipped
      for scalar in text.unicodeScalars {
        if index >= place.upperBound { break }
        if index >= place.lowerBound { cells[index] = Cell(CellText(scalar: scalar), style: style) }
        index += 1
      }
    }
  }

  private func places(_ columns: Range<Int>, row: Int) -> Range<Int> {
    precondition(
      columns.clamped(to: 0..<size.columns) == columns && (0..<size.rows).contains(row))
    return row * size.columns + columns.lowerBound..<row * size.columns + columns.upperBound
  }

  /// What would be clicked at a place, nil for nothing.
  package func region(at point: Point) -> HitRegion? {
    regions.last { $0.area.contains(point) }
  }
}
