/// A rectangle of cells.
package struct Rect: Hashable, Sendable {
  /// Its first column.
  package let column: Int
  /// Its first row.
  package let row: Int
  /// Its width, 0 or more.
  package let columns: Int
  /// Its height, 0 or more.
  package let rows: Int

  /// A rectangle of its parts; an extent below 0 counts as 0.
  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  /// The rectangle of a whole screen.
  package init(_ size: Size) {
    self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
  }

  /// The column behind its last one.
  package var endColumn: Int { column + columns }

  /// The row below its last one.
  package var endRow: Int { row + rows }

  /// How large it is.
  package var size: Size { Size(columns: columns, rows: rows) }

  /// Whether it has no cell.
  package var isEmpty: Bool { columns == 0 || rows == 0 }

  /// Whether a cell lies in it.
  package func contains(_ point: Point) -> Bool {
    (column..<endColumn).contains(point.column) && (row..<endRow).contains(point.row)
  }

  /// Whether all of another rectangle lies in it.
  package func contains(_ other: Rect) -> Bool { intersection(other) == other }

  /// The cells that both have; empty if none.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(column, other.column)
    let top = max(row, other.row)
    return Rect(
      column: left, row: top, columns: min(endColumn, other.endColumn) - left,
      rows: min(endRow, other.endRow) - top)
  }

  /// Itself moved.
  package func moved(columns: Int, rows: Int) -> Rect {
    Rect(
      column: column + columns, row: row + rows, columns: self.columns, rows: self.rows)
  }

  /// Itself without a margin.
  package func inset(columns: Int = 0, rows: Int = 0) -> Rect {
    Rect(
      column: column + columns, row: row + rows, columns: self.columns - 2 * columns,
      rows: self.rows - 2 * rows)
  }

  /// A rectangle of a size in its middle, cut to what there is.
  package func centered(_ size: Size) -> Rect {
    let width = min(size.columns, columns)
    let height = min(size.rows, rows)
    return Rect(
      column: column + (columns - width) / 2, row: row + (rows - height) / 2, columns: width,
      rows: height)
  }

  /// The first rows and the rest.
  package func split(top height: Int) -> (top: Rect, rest: Rect) {
    let height = min(max(0, height), rows)
    return (
      Rect(column: column, row: row, columns: columns, rows: height),
      Rect(column: column, row: row + height, columns: columns, rows: rows - height)
    )
  }

  /// The last rows and the rest.
  package func split(bottom height: Int) -> (rest: Rect, bottom: Rect) {
    let parts = split(top: rows - min(max(0, height), rows))
    return (parts.top, parts.rest)
  }

  /// The first columns and the rest.
  package func split(left width: Int) -> (left: Rect, rest: Rect) {
    let width = min(max(0, width), columns)
    return (
      Rect(column: column, row: row, columns: width, rows: rows),
      Rect(column: column + width, row: row, columns: columns - width, rows: rows)
    )
  }

  /// The last columns and the rest.
  package func split(right width: Int) -> (rest: Rect, right: Rect) {
    let parts = split(left: columns - min(max(0, width), columns))
    return (parts.left, parts.rest)
  }
}
