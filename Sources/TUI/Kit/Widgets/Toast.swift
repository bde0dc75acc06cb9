package import EngineKernel

/// A short notice that goes away by itself.
package struct Toast: Hashable, Sendable {
  /// What kind of news it is; said in a word, too.
  package enum Kind: Hashable, Sendable {
    case good, bad, note
  }

  /// The kind.
  package let kind: Kind
  /// What it says.
  package let text: String
  /// What can be done about it, at the right; nil for nothing.
  package let action: String?
  /// When it goes away.
  package let expires: Date

  /// A toast of its parts; without a time it stays 2 seconds, bad news 4.
  package init(
    _ kind: Kind, _ text: String, action: String? = nil, at now: Date, seconds: Double? = nil
  ) {
    self.kind = kind
    self.text = PrintableText.sanitized(text)
    self.action = action
    expires = now.addingTimeInterval(seconds ?? (kind == .bad ? 4 : 2))
  }

  /// Whether it is over.
  package func isOver(at now: Date) -> Bool { now >= expires }

  /// The word of its kind.
  package var word: String {
    switch kind {
    case .good: "done"
    case .bad: "failed"
    case .note: "note"
    }
  }

  /// Draws it over a whole row.
  package func draw(on canvas: inout Canvas, row: Int, glyphs: GlyphSet) {
    let width = canvas.area.columns
    canvas.fill(Rect(column: 0, row: row, columns: width, rows: 1))
    let role: ThemeRole =
      switch kind {
      case .good: .toastGood
      case .bad: .toastBad
      case .note: .title
      }
    let aside = action.map { StyledLine($0, .key) } ?? StyledLine()
    let room = width - 2 - (aside.width > 0 ? aside.width + 2 : 0)
    let line = StyledLine(word, role) + StyledLine("  " + text)
    canvas.put(line.cut(to: max(0, room), glyphs: glyphs), column: 1, row: row)
    canvas.put(aside, endingAt: width - 1, row: row)
  }
}
