package import EngineCore

/// One line of text that is being typed.
package struct TextField: Hashable, Sendable {
  /// The text.
  package private(set) var text: String
  /// Where the cursor stands, in characters from the start.
  private(set) var cursor: Int

  /// A field with text, the cursor behind it.
  package init(_ text: String = "") {
    self.text = text
    cursor = text.count
  }

  /// Whether nothing was typed.
  package var isEmpty: Bool { text.isEmpty }

  /// Longer input is not taken, in characters.
  package static let limit = 400

  /// Puts text in at the cursor, as typed or pasted; line ends and tabs become spaces, what cannot be
  /// printed is left out.
  package mutating func insert(_ typed: String) {
    let room = Self.limit - text.count
    guard room > 0 else { return }
    let line = typed.map { $0.isNewline || $0 == "\t" ? " " : String($0) }.joined()
    let taken = PrintableText.sanitized(line).prefix(room)
    text.insert(contentsOf: taken, at: index(cursor))
    // Characters may join with their neighbours, so the cursor is found from behind.
    cursor = min(cursor + taken.count, text.count)
  }

  /// Deletes the character before the cursor; false if there is none.
  @discardableResult
  mutating func deleteBackward() -> Bool {
    guard cursor > 0 else { return false }
    text.remove(at: index(cursor - 1))
    cursor = min(cursor - 1, text.count)
    return true
  }

  /// Deletes the character under the cursor.
  mutating func deleteForward() {
    guard cursor < text.count else { return }
    text.remove(at: index(cursor))
    cursor = min(cursor, text.count)
  }

  /// Deletes the word before the cursor.
  mutating func deleteWord() {
    while cursor > 0, text[index(cursor - 1)] == " " { deleteBackward() }
    while cursor > 0, text[index(cursor - 1)] != " " { deleteBackward() }
  }

  /// Deletes everything before the cursor.
  mutating func deleteToStart() {
    text.removeSubrange(text.startIndex..<index(cursor))
    cursor = 0
  }

  /// Deletes everything behind the cursor.
  mutating func deleteToEnd() { text.removeSubrange(index(cursor)...) }

  /// Moves the cursor by some characters, as far as there are any.
  mutating func move(by distance: Int) {
    cursor = max(0, min(text.count, cursor + distance))
  }

  /// Moves the cursor to the start.
  mutating func moveToStart() { cursor = 0 }

  /// Moves the cursor behind the last character.
  mutating func moveToEnd() { cursor = text.count }

  private func index(_ offset: Int) -> String.Index {
    text.index(text.startIndex, offsetBy: max(0, min(offset, text.count)))
  }
}

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

// The keys of every line editor since emacs.
extension TextField {
  /// Takes a key.
  ///
  /// - Returns: False if the key means nothing here: Enter, Esc, Tab and others are for the program.
  package mutating func edit(_ stroke: KeyStroke) -> Bool {
    if let typed = stroke.typed {
      insert(String(typed))
      return true
    }
    switch (stroke.key, stroke.modifiers) {
    case (.backspace, []), (.character("h"), .control): deleteBackward()
    case (.delete, []), (.character("d"), .control): deleteForward()
    case (.left, []), (.character("b"), .control): move(by: -1)
    case (.right, []), (.character("f"), .control): move(by: 1)
    case (.home, []), (.character("a"), .control): moveToStart()
    case (.end, []), (.character("e"), .control): moveToEnd()
    case (.character("w"), .control): deleteWord()
    case (.character("u"), .control): deleteToStart()
    case (.character("k"), .control): deleteToEnd()
    default: return false
    }
    return true
  }
}
