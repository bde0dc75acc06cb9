import EngineKernel
import TUIKit

/// A line that is being typed, scrolled so that the cursor shows.
enum InputView {
  static func draw(
    _ canvas: inout Canvas, _ area: Rect, _ field: TextField, isFocused: Bool, _ glyphs: GlyphSet
  ) {
    guard area.columns > 1 else { return }
    guard isFocused else {
      canvas.line(StyledLine(field.text), in: area, glyphs)
      return
    }
    let characters = Array(field.text)
    let cursor = min(field.cursor, characters.count)
    var first = 0
    func width(_ range: Range<Int>) -> Int {
      range.reduce(0) { $0 + DisplayWidth.of(String(characters[$1])) }
    }
    // One column stays free for the cursor.
    while width(first..<cursor) > area.columns - 1 { first += 1 }
    var column = area.column
    var cursorColumn = column
    for index in first..<characters.count {
      let text = String(characters[index])
      guard column - area.column + DisplayWidth.of(text) < area.columns else { break }
      if index == cursor { cursorColumn = column }
      column = canvas.put(text, column: column, row: area.row, .title)
    }
    if cursor == characters.count {
      cursorColumn = column
      canvas.put(glyphs.caret, column: column, row: area.row, .key)
    } else {
      canvas.restyle(Rect(column: cursorColumn, row: area.row, columns: 1, rows: 1)) {
        $0.attributes.insert(.underline)
      }
    }
    canvas.setCursor(column: cursorColumn, row: area.row, isVisible: true)
  }
}
