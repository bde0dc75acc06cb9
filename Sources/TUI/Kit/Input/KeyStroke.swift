/// One key with what was held down: `S`, `Ctrl-U`, `Shift-Tab`, `F5`.
package struct KeyStroke: Hashable, Sendable {
  /// A key of the keyboard.
  package enum Key: Hashable, Sendable {
    /// A key that types a character; capitals are characters of their own.
    case character(Character)
    case enter, escape, tab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 to F12.
    case function(Int)
  }

  /// The key.
  package let key: Key
  /// What was held down.
  package let modifiers: KeyModifiers

  /// A stroke of its parts. With Ctrl, letters are small: terminals cannot tell them apart.
  package init(_ key: Key, _ modifiers: KeyModifiers = []) {
    if modifiers.contains(.control), case .character(let character) = key {
      self.key = .character(Character(character.lowercased()))
    } else {
      self.key = key
    }
    self.modifiers = modifiers
  }

  /// The stroke of a character.
  package init(_ character: Character) { self.init(.character(character)) }

  /// The character it types in an input, nil if it types none.
  package var typed: Character? {
    guard case .character(let character) = key, modifiers.isEmpty else { return nil }
    return character
  }
}
