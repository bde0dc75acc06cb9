/// How a cell is meant: its role, what is added to it, and whether it lies on the selected row. A theme
/// makes colours of it.
package struct Style: Hashable, Sendable {
  /// What the text means.
  package var role: ThemeRole
  /// Attributes beside those of the role.
  package var attributes: TextAttributes
  /// Whether the background and attributes of the role `selection` are added.
  package var isSelected: Bool

  /// A style of its parts.
  package init(
    _ role: ThemeRole = .text, _ attributes: TextAttributes = [], isSelected: Bool = false
  ) {
    self.role = role
    self.attributes = attributes
    self.isSelected = isSelected
  }

  /// Plain text.
  package static let plain = Style()
}
