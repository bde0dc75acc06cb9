import EngineCore

/// Draws into a frame. What is outside the current area is cut off; a wide character is drawn whole or
/// not at all, and never half covered.
package struct Canvas: Sendable {
  /// What was drawn.
  package private(set) var frame: Frame
  /// Where drawing goes now: its corner in the frame, and its size.
  private var place: Rect
  /// The part of `place` that may be drawn to.
  private var clip: Rect

  /// An empty canvas.
  package init(_ size: Size) {
    frame = Frame(size)
    place = Rect(size)
    clip = place
  }

  /// A canvas over what was drawn before.
  package init(over frame: Frame) {
    self.frame = frame
    place = Rect(frame.size)
    clip = place
  }

  /// The area as those who draw see it: it begins at 0, 0.
  package var area: Rect { Rect(place.size) }

  /// Draws into a part of the area, in which places are counted from its own corner.
  package mutating func within(_ part: Rect, _ body: (inout Canvas) -> Void) {
    let (outerPlace, outerClip) = (place, clip)
    place = part.moved(columns: place.column, rows: place.row)
    clip = place.intersection(outerClip)
    body(&self)
    (place, clip) = (outerPlace, outerClip)
  }

  /// Draws text. Control characters are left out.
  ///
  /// - Parameters:
  ///   - text: what to draw.
  ///   - column: where it begins; may be left of the area.
  ///   - row: the row.
  ///   - style: how it is meant.
  /// - Returns: The column behind the text.
  @discardableResult
  package mutating func put(_ text: String, column: Int, row: Int, _ style: Style = .plain) -> Int {
    if let end = putPlain(text, column: column, row: row, style) { return end }
    var column = column
    for character in text {
      guard let (character, width) = Self.drawable(character) else { continue }
      draw(CellText(character), width: width, at: Point(column: column, row: row), style)
      column += width
    }
    return column
  }

  /// Draws text that has a role.
  @discardableResult
  package mutating func put(_ text: String, column: Int, row: Int, _ role: ThemeRole) -> Int {
    put(text, column: column, row: row, Style(role))
  }

  /// Draws a line.
  ///
  /// - Returns: The column behind it.
  @discardableResult
  package mutating func put(_ line: StyledLine, column: Int, row: Int) -> Int {
    line.pieces.reduce(column) { put($1.text, column: $0, row: row, $1.style) }
  }

  /// Draws a line so that it ends before a column.
  package mutating func put(_ line: StyledLine, endingAt column: Int, row: Int) {
    put(line, column: column - line.width, row: row)
  }

  /// Fills a part of the area with a character of one column.
  mutating func fill(_ part: Rect, _ character: Character = " ", _ style: Style = .plain) {
    let cell = Cell(CellText(character), style: style)
    let shown = seen(part)
    guard !shown.isEmpty else { return }
    for row in shown.row..<shown.endRow {
      uncover(column: shown.column, row: row)
      uncover(column: shown.endColumn, row: row)
      frame.fill(shown.column..<shown.endColumn, row: row, with: cell)
    }
  }

  /// Takes away what stands in a part of the area: characters, what can be clicked, and the cursor.
  package mutating func erase(_ part: Rect) {
    fill(part)
    let shown = seen(part)
    frame.regions.removeAll { shown.contains($0.area) }
    if let cursor = frame.cursor, shown.contains(cursor) {
      frame.cursor = nil
      frame.showsCursor = false
    }
  }

  /// Marks a part of the area as selected, whatever is drawn there.
  mutating func select(_ part: Rect) {
    let part = seen(part)
    for row in part.row..<part.endRow {
      for column in part.column..<part.endColumn { frame[column, row].style.isSelected = true }
    }
  }

  /// Changes how a part of the area is meant, cell by cell, by what is drawn there.
  package mutating func restyle(_ part: Rect, _ change: (Character, inout Style) -> Void) {
    let part = seen(part)
    for row in part.row..<part.endRow {
      for column in part.column..<part.endColumn {
        change(frame[column, row].character, &frame[column, row].style)
      }
    }
  }

  /// Puts the terminal's cursor at a place of the area, unless that is cut off.
  package mutating func setCursor(column: Int, row: Int, isVisible: Bool = false) {
    let point = Point(column: column + place.column, row: row + place.row)
    guard clip.contains(point) else { return }
    frame.cursor = point
    frame.showsCursor = isVisible
  }

  /// Makes a part of the area clickable.
  package mutating func addRegion(_ part: Rect, name: String) {
    let part = seen(part)
    guard !part.isEmpty else { return }
    frame.regions.append(HitRegion(part, name))
  }

  /// Forgets what can be clicked so far: a dialog takes all clicks.
  mutating func dropRegions() { frame.regions = [] }

  /// What of a part of the area may be drawn to, in the frame.
  private func seen(_ part: Rect) -> Rect {
    part.moved(columns: place.column, rows: place.row).intersection(clip)
  }

  /// A character as it can be drawn with its columns; nil for one that shows nothing.
  private static func drawable(_ character: Character) -> (Character, Int)? {
    if let ascii = character.asciiValue {
      return (0x20..<0x7F).contains(ascii) ? (character, 1) : nil
    }
    // Terminals disagree on the width of what selectors and joiners make, so these are left out.
    var scalars = String.UnicodeScalarView()
    scalars.append(
      contentsOf: character.unicodeScalars.filter { scalar in
        scalar != "\u{FE0F}" && scalar != "\u{FE0E}" && PrintableText.isPrintable(scalar)
      })
    let text = String(scalars)
    let width = DisplayWidth.of(text)
    guard width > 0, let first = text.first, text.count == 1 else { return nil }
    return (first, width)
  }

  /// Draws text of which every scalar is a character of one column, which is nearly all there is; nil,
  /// and nothing is drawn, if one is not.
  private mutating func putPlain(_ text: String, column: Int, row: Int, _ style: Style) -> Int? {
    guard let count = DisplayWidth.ofPlain(text) else { return nil }
    let first = column + place.column
    let row = row + place.row
    let start = max(first, clip.column)
    let shown = start..<max(start, min(first + count, clip.endColumn))
    guard clip.row <= row, row < clip.endRow, !shown.isEmpty else { return column + count }
    uncover(column: shown.lowerBound, row: row)
    uncover(column: shown.upperBound, row: row)
    frame.set(text, skipping: shown.lowerBound - first, in: shown, row: row, style)
    return column + count
  }

  private mutating func draw(_ text: CellText, width: Int, at point: Point, _ style: Style) {
    let column = point.column + place.column
    let row = point.row + place.row
    let cells = Rect(column: column, row: row, columns: width, rows: 1)
    guard width > 0, clip.contains(cells) else { return }
    uncover(column: column, row: row)
    uncover(column: column + width, row: row)
    frame[column, row] = Cell(text, width: UInt8(clamping: width), style: style)
    for covered in column + 1..<max(column + 1, column + width) {
      frame[covered, row] = .covered(style)
    }
  }

  /// Blanks the wide character that reaches into a cell, which something else takes half of.
  private mutating func uncover(column: Int, row: Int) {
    guard column < frame.size.columns, frame[column, row].isCovered else { return }
    var first = column
    while first > 0, frame[first, row].isCovered { first -= 1 }
    let end = first + Int(frame[first, row].width)
    for part in first..<min(max(end, column + 1), frame.size.columns) {
      frame[part, row] = .blank(frame[part, row].style)
    }
  }
}
