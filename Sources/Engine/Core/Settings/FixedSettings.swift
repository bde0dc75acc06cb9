/// Settings that nobody changes.
package struct FixedSettings: SettingsSource {
  private let settings: Settings

  /// A source that always gives `settings`.
  package init(_ settings: Settings) {
    self.settings = settings
  }

  package func now() -> Settings { settings }

  package func watch(_ changed: @escaping @Sendable () -> Void) -> @Sendable () -> Void { {} }
}
