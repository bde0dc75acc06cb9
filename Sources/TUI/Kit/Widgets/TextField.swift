import EngineCore

/// One line of text that is being typed.
package struct TextField: Hashable, Sendable {
  /// The text.
  package private(set) var text: String
  /// Where the cursor stands, in characters from the start.
  package private(set) var cursor: Int

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
  package mutating func deleteBackward() -> Bool {
    guard cursor > 0 else { return false }
    text.remove(at: index(cursor - 1))
    cursor = min(cursor - 1, text.count)
    return true
  }

  /// Deletes the character under the cursor.
  package mutating func deleteForward() {
    guard cursor < text.count else { return }
    text.remove(at: index(cursor))
    cursor = min(cursor, text.count)
  }

  /// Deletes the word before the cursor.
  package mutating func deleteWord() {
    while cursor > 0, text[index(cursor - 1)] == " " { deleteBackward() }
    while cursor > 0, text[index(cursor - 1)] != " " { deleteBackward() }
  }

  /// Deletes everything before the cursor.
  package mutating func deleteToStart() {
    text.removeSubrange(text.startIndex..<index(cursor))
    cursor = 0
  }

  /// Deletes everything behind the cursor.
  package mutating func deleteToEnd() { text.removeSubrange(index(cursor)...) }

  /// Moves the cursor by some characters, as far as there are any.
  package mutating func move(by distance: Int) {
    cursor = max(0, min(text.count, cursor + distance))
  }

  /// Moves the cursor to the start.
  package mutating func moveToStart() { cursor = 0 }

  /// Moves the cursor behind the last character.
  package mutating func moveToEnd() { cursor = text.count }

  private func index(_ offset: Int) -> String.Index {
    text.index(text.startIndex, offsetBy: max(0, min(offset, text.count)))
  }
}
