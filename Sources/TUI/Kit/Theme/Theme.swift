/// Colours for every role. What a theme does not name falls back along a fixed chain.
package struct Theme: Hashable, Sendable {
  /// Its name.
  package let name: String
  /// What background it is made for.
  package let mode: ThemeMode
  /// What it, or a theme it inherits from, says itself.
  package let named: [ThemeRole: ThemeStyle]
  private let styles: [ThemeRole: ThemeStyle]

  /// A theme of what it names.
  package init(name: String, mode: ThemeMode, named: [ThemeRole: ThemeStyle]) {
    self.name = name
    self.mode = mode
    self.named = named
    styles = Dictionary(
      uniqueKeysWithValues: ThemeRole.allCases.map { ($0, Self.resolved($0, in: named)) })
  }

  /// How a role looks.
  package subscript(_ role: ThemeRole) -> ThemeStyle { styles[role] ?? ThemeStyle() }

  private static func resolved(
    _ role: ThemeRole, in named: [ThemeRole: ThemeStyle]
  ) -> ThemeStyle {
    if let style = named[role] { return style }
    guard let fallback = role.fallback else { return ThemeStyle() }
    var style = resolved(fallback.role, in: named)
    style.attributes.formUnion(fallback.adding)
    return style
  }
}
