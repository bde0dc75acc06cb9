/// A colour as a theme names it.
package enum ThemeColor: Hashable, Sendable {
  /// The terminal's own colour for text or background.
  case standard
  /// A colour of the terminal's table, 0 to 255. The first 16 belong to the user.
  case index(UInt8)
  /// Red, green and blue.
  case rgb(RGB)
}
