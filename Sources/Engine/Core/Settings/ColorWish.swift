/// When to use colour.
package enum ColorWish: String, Hashable, Sendable, CaseIterable {
  /// On a terminal that has colours.
  case auto
  /// Everywhere.
  case always
  /// Nowhere.
  case never
}
