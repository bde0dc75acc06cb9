package import EngineCore

extension TextField {
  /// Draws as much as there is room for in one row: with the keys, scrolled so that the cursor shows, and
  /// the cursor in it.
  package func draw(
    on canvas: inout Canvas, in area: Rect, isFocused: Bool = true, glyphs: GlyphSet
  ) {
    guard area.columns > 1 else { return }
    guard isFocused else {
      let line = StyledLine(text).cut(to: area.columns, glyphs: glyphs)
      canvas.put(line, column: area.column, row: area.row)
      return
    }
    let characters = text.map(String.init)
    let room = area.columns - (cursor < characters.count ? DisplayWidth.of(characters[cursor]) : 1)
    var first = 0
    while first < cursor, DisplayWidth.of(characters[first..<cursor].joined()) > room { first += 1 }
    var column = area.column
    for character in characters[first...] {
      guard column + DisplayWidth.of(character) <= area.endColumn else { break }
      column = canvas.put(character, column: column, row: area.row, .title)
    }
    let cursorColumn = area.column + DisplayWidth.of(characters[first..<cursor].joined())
    if cursor == characters.count {
      canvas.put(glyphs.caret, column: cursorColumn, row: area.row, .key)
    } else {
      canvas.restyle(Rect(column: cursorColumn, row: area.row, columns: 1, rows: 1)) { _, style in
        style.attributes.insert(.underline)
      }
    }
    canvas.setCursor(column: cursorColumn, row: area.row, isVisible: true)
  }
}
