/// One cell of the screen.
package struct Cell: Hashable, Sendable {
  /// What is drawn; for the cells a wide character covers beside its first, a space.
  package var character: Character
  /// Columns the character takes; 0 where the character before it reaches into this cell.
  package var width: UInt8
  /// How it is meant.
  package var style: Style

  /// A cell of its parts.
  package init(_ character: Character, width: UInt8 = 1, style: Style = .plain) {
    self.character = character
    self.width = width
    self.style = style
  }

  /// Nothing, in plain style.
  package static let blank = Cell(" ")

  /// What stands in a cell that a wide character before it covers.
  package static func covered(_ style: Style) -> Cell { Cell(" ", width: 0, style: style) }

  /// Whether the character before reaches into this cell.
  package var isCovered: Bool { width == 0 }
}
