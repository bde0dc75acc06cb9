package import TUIKit

/// How the screen looks.
package struct Appearance: Hashable, Sendable {
  /// The name of the theme in use.
  package var theme: String
  /// Every theme there is, the user's own after the built-in ones.
  package var themes: [Theme]
  /// How many colours the terminal has.
  package var profile: ColorProfile
  /// Whether only ASCII is drawn.
  package var isASCII: Bool

  /// A look of its parts.
  package init(
    theme: String = "default", themes: [Theme] = [], profile: ColorProfile = .sixteen,
    isASCII: Bool = false
  ) {
    self.theme = theme
    self.themes = themes
    self.profile = profile
    self.isASCII = isASCII
  }

  /// The colours; plain ones if the theme is not there.
  package var look: Look {
    let known = themes.first { $0.name == theme } ?? themes.first
    return Look(theme: known ?? Theme(name: theme, mode: .any, named: [:]), profile: profile)
  }

  /// The name of the theme that `T` chooses next.
  package var nextTheme: String {
    guard let place = themes.firstIndex(where: { $0.name == theme }) else {
      return themes.first?.name ?? theme
    }
    return themes[(place + 1) % themes.count].name
  }
}
