/// What comes from a terminal.
package enum TerminalEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(KeyStroke)
  /// Text was pasted; it never acts as keys.
  case paste(String)
  /// The mouse was used, on this region of the last frame or on none.
  case mouse(MouseEvent, region: String?)
  /// The screen has this size now.
  case resized(Size)
  /// The window got or lost the focus.
  case focus(Bool)
  /// The program was stopped and goes on; the screen is ours again.
  case resumed
  /// The terminal is gone, or somebody asks the program to end.
  case ended
}
