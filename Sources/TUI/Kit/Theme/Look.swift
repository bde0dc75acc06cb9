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
    if style.isSelected {
      let selection = theme[.selection]
      result.attributes.formUnion(selection.attributes)
      if selection.background != .standard { result.background = selection.background }
      if style.role == .text, selection.foreground != .standard {
        result.foreground = selection.foreground
      }
    }
    guard profile != .mono else {
      var attributes = result.attributes
      // Without colours the selected row has no other ground to stand on.
      if style.isSelected { attributes.insert(.reverse) }
      return ThemeStyle(.standard, on: .standard, attributes)
    }
    return result
  }
}
