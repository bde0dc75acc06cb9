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
  init(_ size: Size) {
    self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
  }

  /// The column behind its last one.
  package var endColumn: Int { column + columns }

  /// The row below its last one.
  package var endRow: Int { row + rows }

  /// How large it is.
  package var size: Size { Size(columns: columns, rows: rows) }

  /// Whether it has no cell.
  var isEmpty: Bool { columns == 0 || rows == 0 }

  /// Whether a cell is in it.
  func contains(_ point: Point) -> Bool {
    (column..<endColumn).contains(point.column) && (row..<endRow).contains(point.row)
  }

  /// Whether all of another rectangle is in it.
  func contains(_ other: Rect) -> Bool { intersection(other) == other }

  /// The cells that both have; empty if none.
  func intersection(_ other: Rect) -> Rect {
    let left = max(column, other.column)
    let top = max(row, other.row)
    return Rect(
      column: left, row: top, columns: min(endColumn, other.endColumn) - left,
      rows: min(endRow, other.endRow) - top)
  }

  /// Itself moved.
  func moved(columns: Int, rows: Int) -> Rect {
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
  func centered(_ size: Size) -> Rect {
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

/// How much a screen can show; chosen by size alone.
package enum Density: Hashable, Sendable, CaseIterable {
  /// Less than the smallest size that can be used.
  case tooSmall
  /// Under 80 columns or 20 rows.
  case compact
  /// From 80x20 on.
  case standard
  /// From 110 columns on: details stand at the right.
  case wide
  /// Wide and from 32 rows on: there is room for charts.
  case tall

  /// The smallest size that can be used.
  package static let minimum = Size(columns: 40, rows: 10)

  /// The density of a size.
  package init(_ size: Size) {
    if size.columns < Self.minimum.columns || size.rows < Self.minimum.rows {
      self = .tooSmall
    } else if size.columns < 80 || size.rows < 20 {
      self = .compact
    } else if size.columns < 110 {
      self = .standard
    } else {
      self = size.rows < 32 ? .wide : .tall
    }
  }
}
