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

  /// Sets neighbouring cells of one row, which must lie in the frame: `next` gives them from left to right.
  package mutating func setCells(
    _ columns: Range<Int>, row: Int, _ next: (_ column: Int) -> Cell
  ) {
    precondition(
      columns.clamped(to: 0..<size.columns) == columns && (0..<size.rows).contains(row))
    let start = row * size.columns
    cells.withUnsafeMutableBufferPointer { cells in
      for column in columns { cells[start + column] = next(column) }
    }
  }

  /// What would be clicked at a place, nil for nothing.
  package func region(at point: Point) -> HitRegion? {
    regions.last { $0.area.contains(point) }
  }
}
