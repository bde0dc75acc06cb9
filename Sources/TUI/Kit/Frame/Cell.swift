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
  package static func blank(_ style: Style = .plain) -> Cell { Cell(CellText(" "), style: style) }

  /// What stands in a cell that a wide character before it covers.
  package static func covered(_ style: Style) -> Cell {
    Cell(CellText(" "), width: 0, style: style)
  }

  /// The character.
  package var character: Character { text.character }

  /// Whether the character before reaches into this cell.
  package var isCovered: Bool { width == 0 }
}
