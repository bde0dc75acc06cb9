/// What was asked of the dashboard on the command line.
package struct DashboardWish: Hashable, Sendable {
  /// Commands that change something are off.
  package var isReadOnly: Bool
  /// The theme to begin with, nil for the last one.
  package var theme: String?
  /// Only ASCII is drawn.
  package var isASCII: Bool
  /// Nothing moves by itself but whole minutes.
  package var isQuiet: Bool
  /// Sample accounts are shown.
  package var isDemo: Bool
  /// Whether colour is wanted.
  package var hasColor: Bool

  /// A wish of its parts.
  package init(
    isReadOnly: Bool = false, theme: String? = nil, isASCII: Bool = false, isQuiet: Bool = false,
    isDemo: Bool = false, hasColor: Bool = true
  ) {
    self.isReadOnly = isReadOnly
    self.theme = theme
    self.isASCII = isASCII
    self.isQuiet = isQuiet
    self.isDemo = isDemo
    self.hasColor = hasColor
  }
}
