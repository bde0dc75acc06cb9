package import TUIKit

extension TextField {
  /// Takes a key of an input line; whether it was one.
  package mutating func edit(_ stroke: KeyStroke) -> Bool {
    if let typed = stroke.typed {
      insert(String(typed))
      return true
    }
    switch (stroke.key, stroke.modifiers) {
    case (.backspace, []): deleteBackward()
    case (.delete, []): deleteForward()
    case (.left, []): move(by: -1)
    case (.right, []): move(by: 1)
    case (.home, []), (.character("a"), .control): moveToStart()
    case (.end, []), (.character("e"), .control): moveToEnd()
    case (.character("w"), .control): deleteWord()
    case (.character("u"), .control): deleteToStart()
    default: return false
    }
    return true
  }
}
