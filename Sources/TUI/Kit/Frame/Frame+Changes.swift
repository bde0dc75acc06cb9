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
        return collect(cells, isSameRow: { _ in false }, isSame: { _ in false }, &changes)
      }
      last.cells.withUnsafeBufferPointer { before in
        collect(
          cells, isSameRow: { Self.areSame(before[$0], cells[$0]) },
          isSame: { before[$0] == cells[$0] }, &changes)
      }
    }
    return changes
  }

  /// Whether cells are the same bit by bit, which is quick to say. Equal ones may still differ in the bytes
  /// between their parts.
  private static func areSame(
    _ left: Slice<UnsafeBufferPointer<Cell>>, _ right: Slice<UnsafeBufferPointer<Cell>>
  ) -> Bool {
    let left = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: left))
    let right = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: right))
    return left.withMemoryRebound(to: UInt64.self) { left in
      right.withMemoryRebound(to: UInt64.self) { right in
        // Without a way out in the middle the compiler compares several words at once.
        left.indices.reduce(0) { $0 | (left[$1] ^ right[$1]) } == 0
      }
    }
  }

  @inline(__always) private func collect(
    _ cells: UnsafeBufferPointer<Cell>, isSameRow: (Range<Int>) -> Bool, isSame: (Int) -> Bool,
    _ changes: inout [Change]
  ) {
    for row in 0..<size.rows {
      let start = row * size.columns
      let end = start + size.columns
      if isSameRow(start..<end) { continue }
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
