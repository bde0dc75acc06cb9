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
