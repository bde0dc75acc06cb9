/// What background a theme is made for.
package enum ThemeMode: String, Hashable, Sendable, CaseIterable {
  case dark, light, any
}
