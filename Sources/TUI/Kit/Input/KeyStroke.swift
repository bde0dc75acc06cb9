package import EngineCore

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

// How strokes are written in settings, in the documentation and on the screen.
extension KeyStroke: CustomStringConvertible {
  /// Reads a stroke: a character, or a name, behind `Ctrl-`, `Alt-` or `Shift-`. Names are read in any case.
  package init?(_ text: String) {
    var rest = Substring(text)
    var modifiers: KeyModifiers = []
    while let (modifier, behind) = Self.modifier(at: rest) {
      guard !modifiers.contains(modifier) else { return nil }
      modifiers.insert(modifier)
      rest = behind
    }
    guard let key = Self.key(named: String(rest)) else { return nil }
    if case .character(let character) = key {
      // Shift shows in the character, and Ctrl has codes for these alone.
      guard !modifiers.contains(.shift) else { return nil }
      guard !modifiers.contains(.control) || Self.canTakeControl(character) else { return nil }
    }
    self.init(key, modifiers)
  }

  /// The stroke as settings and documentation write it.
  package var description: String {
    // Terminals cannot tell Ctrl-u from Ctrl-U; people write the capital.
    let name = Self.name(of: key)
    return prefix + (modifiers.contains(.control) && name.count == 1 ? name.uppercased() : name)
  }

  /// The stroke as the screen shows it: arrows and Enter as one sign where the glyphs have it.
  package func shown(_ glyphs: GlyphSet) -> String {
    guard glyphs == .unicode, modifiers.isEmpty else {
      if modifiers.isEmpty, key == .enter { return "Ret" }
      return description
    }
    return switch key {
    case .up: "↑"
    case .down: "↓"
    case .left: "←"
    case .right: "→"
    case .enter: "⏎"
    default: description
    }
  }

  private var prefix: String {
    (modifiers.contains(.control) ? "Ctrl-" : "") + (modifiers.contains(.alt) ? "Alt-" : "")
      + (modifiers.contains(.shift) ? "Shift-" : "")
  }

  private static let names: [(String, Key)] = [
    ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("Backspace", .backspace),
    ("Delete", .delete), ("Insert", .insert), ("Up", .up), ("Down", .down), ("Left", .left),
    ("Right", .right), ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown),
    ("Space", .character(" ")),
  ]

  private static let otherNames: [(String, Key)] = [
    ("Return", .enter), ("Escape", .escape), ("Del", .delete), ("PageUp", .pageUp),
    ("PageDown", .pageDown),
  ]

  private static func name(of key: Key) -> String {
    if let known = names.first(where: { $0.1 == key }) { return known.0 }
    return switch key {
    case .character(let character): String(character)
    case .function(let number): "F\(number)"
    default: ""
    }
  }

  private static func key(named text: String) -> Key? {
    if text.count == 1, let character = text.first {
      return character.unicodeScalars.allSatisfy(PrintableText.isPrintable)
        && !character.isWhitespace ? .character(character) : nil
    }
    let folded = text.lowercased()
    if let known = (names + otherNames).first(where: { $0.0.lowercased() == folded }) {
      return known.1
    }
    guard folded.first == "f", let number = Int(folded.dropFirst()), (1...12).contains(number)
    else { return nil }
    return .function(number)
  }

  private static func modifier(at text: Substring) -> (KeyModifiers, Substring)? {
    let prefixes: [(String, KeyModifiers)] = [
      ("ctrl-", .control), ("alt-", .alt), ("shift-", .shift),
    ]
    for (prefix, modifier) in prefixes where text.count > prefix.count {
      if text.lowercased().hasPrefix(prefix) { return (modifier, text.dropFirst(prefix.count)) }
    }
    return nil
  }

  private static func canTakeControl(_ character: Character) -> Bool {
    character == " " || (character.isASCII && character.isLetter)
      || ["\\", "]", "^", "_"].contains(character)
  }
}

/// Keys held down with another.
package struct KeyModifiers: OptionSet, Hashable, Sendable {
  /// The bits.
  package let rawValue: UInt8

  /// Modifiers of bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Ctrl.
  package static let control = KeyModifiers(rawValue: 1)
  /// Alt, or Escape just before.
  package static let alt = KeyModifiers(rawValue: 2)
  /// Shift, where it does not already show in the character.
  package static let shift = KeyModifiers(rawValue: 4)
}
