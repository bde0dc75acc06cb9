/// How much room there is, in character cells.
package struct Size: Hashable, Sendable {
  /// Cells from left to right, 0 or more.
  package let columns: Int
  /// Cells from top to bottom, 0 or more.
  package let rows: Int

  /// A size; what is below 0 counts as 0.
  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }
}
