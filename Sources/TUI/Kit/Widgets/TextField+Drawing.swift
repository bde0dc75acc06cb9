package import EngineKernel

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
    var first = 0
    // One column stays free for the cursor.
    while DisplayWidth.of(characters[first..<cursor].joined()) > area.columns - 1 { first += 1 }
    var column = area.column
    var cursorColumn = column
    for index in first..<characters.count {
      guard column - area.column + DisplayWidth.of(characters[index]) < area.columns else { break }
      if index == cursor { cursorColumn = column }
      column = canvas.put(characters[index], column: column, row: area.row, .title)
    }
    if cursor == characters.count {
      cursorColumn = column
      canvas.put(glyphs.caret, column: column, row: area.row, .key)
    } else {
      canvas.restyle(Rect(column: cursorColumn, row: area.row, columns: 1, rows: 1)) { _, style in
        style.attributes.insert(.underline)
      }
    }
    canvas.setCursor(column: cursorColumn, row: area.row, isVisible: true)
  }
}
