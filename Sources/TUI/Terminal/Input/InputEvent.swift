package import TUIKit

/// What the bytes of a terminal mean.
package enum InputEvent: Hashable, Sendable {
  /// A key.
  case key(KeyStroke)
  /// Text that was pasted.
  case paste(String)
  /// The mouse.
  case mouse(MouseEvent)
  /// The window got or lost the focus.
  case focus(Bool)
  /// The terminal says what it thinks of one of its modes: 0 means that it does not know it.
  case mode(Int, setting: Int)
}
