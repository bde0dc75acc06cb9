/// A cell's place, from 0, counted from the top left.
package struct Point: Hashable, Sendable {
  /// Cells to the left of it.
  package var column: Int
  /// Cells above it.
  package var row: Int

  /// A place of its parts.
  package init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}
