/// What a theme says about a role.
package struct ThemeStyle: Hashable, Sendable {
  /// The colour of the text.
  package var foreground: ThemeColor
  /// The colour behind it.
  package var background: ThemeColor
  /// Its attributes.
  package var attributes: TextAttributes

  /// A style of its parts.
  package init(
    _ foreground: ThemeColor = .standard, on background: ThemeColor = .standard,
    _ attributes: TextAttributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
