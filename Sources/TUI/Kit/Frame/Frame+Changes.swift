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
    let before = last?.size == size ? last : nil
    withWords { words in
      guard let before else { return collect(isSame: { _ in false }, &changes) }
      before.withWords { before in
        for row in 0..<size.rows {
          let start = row * size.columns
          let columns = start * 2..<(start + size.columns) * 2
          // Without a way out in the middle the compiler compares several words at once.
          guard columns.reduce(0, { $0 | (words[$1] ^ before[$1]) }) != 0 else { continue }
          collect(
            row,
            isSame: {
              words[2 * $0] == before[2 * $0] && words[2 * $0 + 1] == before[2 * $0 + 1]
            }, &changes)
        }
      }
    }
    return changes
  }

  private func collect(isSame: (Int) -> Bool, _ changes: inout [Change]) {
    for row in 0..<size.rows { collect(row, isSame: isSame, &changes) }
  }

  @inline(__always) private func collect(
    _ row: Int, isSame: (Int) -> Bool, _ changes: inout [Change]
  ) {
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

  /// The cells as words, two each.
  private func withWords(_ body: (UnsafeBufferPointer<UInt64>) -> Void) {
    cells.withUnsafeBytes { $0.withMemoryRebound(to: UInt64.self, body) }
  }
}
