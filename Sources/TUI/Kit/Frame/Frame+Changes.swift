extension Frame {
  /// Neighbouring cells of one style in one row that show something else than before.
  package struct Change: Hashable, Sendable {
    /// The row.
    package let row: Int
    /// The columns; a wide character is never cut.
    package let columns: Range<Int>
  }

  /// What has changed since an earlier frame, row by row; everything if there is none of this size.
  package func changes(since last: Frame?) -> [Change] {
    var changes: [Change] = []
    cells.withUnsafeBufferPointer { cells in
      guard let last, last.size == size else {
        return collect(cells, isSame: { _ in false }, &changes)
      }
      last.cells.withUnsafeBufferPointer { before in
        collect(cells, isSame: { before[$0] == cells[$0] }, &changes)
      }
    }
    return changes
  }

  @inline(__always) private func collect(
    _ cells: UnsafeBufferPointer<Cell>, isSame: (Int) -> Bool, _ changes: inout [Change]
  ) {
    for row in 0..<size.rows {
      let start = row * size.columns
      let end = start + size.columns
      var index = start
      while index < end {
        if cells[index].isCovered || isSame(index) {
          index += 1
          continue
        }
        let first = index
        let style = cells[index].style
        index += 1
        while index < end,
          cells[index].isCovered || (cells[index].style == style && !isSame(index))
        {
          index += 1
        }
        changes.append(Change(row: row, columns: first - start..<index - start))
      }
    }
  }
}
