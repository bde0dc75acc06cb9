/// A picture of the whole screen: what a view returns and a terminal shows.
package struct Frame: Hashable, Sendable {
  /// How large it is.
  package let size: Size
  /// Its cells, row by row.
  private(set) var cells: [Cell]
  /// Where the terminal's cursor is put, so that magnifiers follow the focus; nil for the bottom right.
  package var cursor: Point?
  /// Whether the cursor is visible: in inputs.
  package var showsCursor = false
  /// What can be clicked; later ones are above earlier ones.
  var regions: [HitRegion] = []

  /// An empty frame.
  init(_ size: Size) {
    self.size = size
    cells = Array(repeating: .blank(), count: size.columns * size.rows)
  }

  /// The cell at a place, which must be in the frame.
  package subscript(column: Int, row: Int) -> Cell {
    get { cells[row * size.columns + column] }
    set { cells[row * size.columns + column] = newValue }
  }

  /// The cells of one row, which must be in the frame.
  func row(_ row: Int) -> ArraySlice<Cell> {
    cells[row * size.columns..<(row + 1) * size.columns]
  }

  /// Sets neighbouring cells of one row, which must be in the frame, to the same one.
  mutating func fill(_ columns: Range<Int>, row: Int, with cell: Cell) {
    let place = places(columns, row: row)
    cells.withUnsafeMutableBufferPointer { $0[place].update(repeating: cell) }
  }

  /// Sets neighbouring cells of one row, which must be in the frame, to a text of scalars that take one
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

extension Frame {
  /// The characters, one line a row, spaces at the ends removed.
  var text: String { layer { cell in cell.isCovered ? "" : String(cell.character) } }

  /// One line a row of a mark for each cell, spaces at the ends removed.
  func layer(_ mark: (Cell) -> String) -> String {
    (0..<size.rows).map { row in
      var line = self.row(row).reduce(into: "") { $0 += mark($1) }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}

/// A part of the screen that can be clicked.
package struct HitRegion: Hashable, Sendable {
  /// Where it is.
  let area: Rect
  /// What is there, in the words of the view that drew it: `command:help`, `row:lab`.
  package let name: String

  /// A region of its parts.
  init(_ area: Rect, _ name: String) {
    self.area = area
    self.name = name
  }
}

/// One cell of the screen. Its parts fill two words without a gap, so that equal cells have equal bytes and
/// frames can be compared by words.
package struct Cell: Hashable, Sendable {
  /// What is drawn; for the cells a wide character covers beside its first, a space.
  package var text: CellText
  /// Columns the character takes; 0 where the character before it reaches into this cell.
  package var width: UInt8
  /// How it is meant.
  package var style: Style

  /// A cell of its parts.
  package init(_ text: CellText, width: UInt8 = 1, style: Style = .plain) {
    self.text = text
    self.width = width
    self.style = style
  }

  /// A space in a style.
  static func blank(_ style: Style = .plain) -> Cell { Cell(CellText(" "), style: style) }

  /// What stands in a cell that a wide character before it covers.
  static func covered(_ style: Style) -> Cell {
    Cell(CellText(" "), width: 0, style: style)
  }

  /// The character.
  package var character: Character { text.character }

  /// Whether the character before reaches into this cell.
  package var isCovered: Bool { width == 0 }
}

/// The character of one cell. It holds no reference that would have to be counted: a screen has thousands
/// of cells, which are copied and compared at every key.
package struct CellText: Hashable, Sendable {
  // Three scalars of 21 bits each, the first lowest, zeros behind the last; and a fourth.
  @usableFromInline private(set) var low: UInt64 = 0
  @usableFromInline private(set) var last: UInt32 = 0

  /// Scalars there is room for: a character and three marks.
  private static let limit = 4

  /// A character; marks that find no room are left out.
  package init(_ character: Character) {
    for (place, scalar) in character.unicodeScalars.prefix(Self.limit).enumerated() {
      if place < 3 { low |= UInt64(scalar.value) << (place * 21) } else { last = scalar.value }
    }
  }

  /// A character of one scalar.
  init(scalar: Unicode.Scalar) { low = UInt64(scalar.value) }

  /// Its scalars, one after the other.
  @inlinable package func forEachScalar(_ body: (UInt32) -> Void) {
    var bits = low
    while bits != 0 {
      body(UInt32(bits & 0x1F_FFFF))
      bits >>= 21
    }
    if last != 0 { body(last) }
  }

  /// The character.
  var character: Character {
    if low < 1 << 21, let only = Unicode.Scalar(UInt32(low)) { return Character(only) }
    var text = String.UnicodeScalarView()
    forEachScalar { bits in if let scalar = Unicode.Scalar(bits) { text.append(scalar) } }
    return String(text).first ?? " "
  }

  /// Whether it is ASCII.
  package var isASCII: Bool { low < 0x80 }
}
