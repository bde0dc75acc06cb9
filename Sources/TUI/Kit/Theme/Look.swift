/// A theme on a terminal with so many colours.
package struct Look: Hashable, Sendable {
  /// The colours.
  package var theme: Theme
  /// How many of them can be shown.
  package var profile: ColorProfile

  /// A look of its parts.
  package init(theme: Theme, profile: ColorProfile) {
    self.theme = theme
    self.profile = profile
  }

  /// What a cell of a style gets.
  package func style(_ style: Style) -> ThemeStyle {
    var result = theme[style.role]
    result.attributes.formUnion(style.attributes)
    if style.isSelected { select(&result, role: style.role) }
    guard profile != .mono else { return ThemeStyle(.standard, on: .standard, result.attributes) }
    return result
  }

  private static let bars: Set<ThemeRole> = [.barHigh, .barCaution, .barDanger, .track, .pace]

  /// Makes a style that of the selected row.
  private func select(_ style: inout ThemeStyle, role: ThemeRole) {
    let selection = theme[.selection]
    if selection.background != .standard { style.background = selection.background }
    var added = selection.attributes
    // Without colours the row has no other ground to stand on.
    if profile == .mono { added.insert(.reverse) }
    style.attributes.formUnion(added)
    // Terminals disagree on what is heavy and faint at once. In a bar faint means old, or empty.
    if style.attributes.isSuperset(of: [.bold, .dim]) {
      style.attributes.remove(Self.bars.contains(role) ? .bold : .dim)
    }
    // A reversed row has one ground, not that of each word's colour.
    if added.contains(.reverse) || role == .text && selection.foreground != .standard {
      style.foreground = selection.foreground
    }
  }
}
