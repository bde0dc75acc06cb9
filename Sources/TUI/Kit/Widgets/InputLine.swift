package import EngineKernel

/// A line of text that is being typed.
package struct InputLine: Hashable, Sendable {
  /// What is typed so far; printable.
  package private(set) var text: String
  /// Where typing goes on: characters before the cursor.
  package private(set) var cursor: Int
  /// Longer texts are not taken, in characters.
  package let limit: Int

  /// A line that holds `text`, with the cursor behind it.
  package init(_ text: String = "", limit: Int = 200) {
    self.limit = limit
    self.text = String(PrintableText.sanitized(text).prefix(limit))
    cursor = self.text.count
  }

  /// Takes a key.
  ///
  /// - Returns: False if the key means nothing here: Enter, Esc, Tab and others are for the program.
  package mutating func take(_ stroke: KeyStroke) -> Bool {
    if let character = stroke.typed {
      insert(String(character))
      return true
    }
    return stroke.modifiers.contains(.control) ? takeControl(stroke.key) : takePlain(stroke.key)
  }

  /// Puts text in at the cursor, as typed or pasted; line ends become spaces.
  package mutating func insert(_ addition: String) {
    let oneLine = addition.map { $0.isNewline || $0 == "\t" ? " " : String($0) }.joined()
    let clean = PrintableText.sanitized(oneLine).prefix(max(0, limit - text.count))
    text.insert(contentsOf: clean, at: index(cursor))
    // Characters may have joined: count again what lies before the cursor.
    cursor = min(text.count, cursor + clean.count)
  }

  /// Draws as much of the line as there is room for, with the visible cursor in it.
  package func draw(on canvas: inout Canvas, glyphs: GlyphSet, style: Style = .plain) {
    let room = canvas.area.columns
    guard room > 0 else { return }
    let before = DisplayWidth.of(String(text.prefix(cursor)))
    let start = before < room ? 0 : room - 1 - before
    canvas.put(text, column: start, row: 0, style)
    canvas.setCursor(column: start + before, row: 0, isVisible: true)
  }

  private mutating func takePlain(_ key: KeyStroke.Key) -> Bool {
    switch key {
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(text.count, cursor + 1)
    case .home: cursor = 0
    case .end: cursor = text.count
    case .backspace: remove(from: max(0, cursor - 1), to: cursor)
    case .delete: remove(from: cursor, to: min(text.count, cursor + 1))
    case .character, .enter, .escape, .tab, .insert, .up, .down, .pageUp, .pageDown, .function:
      return false
    }
    return true
  }

  // The keys of every line editor since emacs.
  private mutating func takeControl(_ key: KeyStroke.Key) -> Bool {
    switch key {
    case .character("a"): cursor = 0
    case .character("e"): cursor = text.count
    case .character("h"): remove(from: max(0, cursor - 1), to: cursor)
    case .character("u"): remove(from: 0, to: cursor)
    case .character("k"): remove(from: cursor, to: text.count)
    case .character("w"): remove(from: wordStart, to: cursor)
    default: return false
    }
    return true
  }

  private var wordStart: Int {
    let before = text.prefix(cursor)
    let trimmed = before.lastIndex { $0 != " " }.map { before[...$0] } ?? ""
    return trimmed.lastIndex(of: " ").map { trimmed.distance(from: trimmed.startIndex, to: $0) + 1 }
      ?? 0
  }

  private mutating func remove(from start: Int, to end: Int) {
    text.removeSubrange(index(start)..<index(end))
    cursor = start
  }

  private func index(_ offset: Int) -> String.Index {
    text.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex) ?? text.endIndex
  }
}
