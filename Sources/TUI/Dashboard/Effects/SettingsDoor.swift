package import TUIKit

/// The settings as the dashboard reads and changes them.
package protocol SettingsDoor: Sendable {
  /// Every setting with its value, default and source.
  func entries() async throws -> [SettingsPanel.Entry]

  /// What the settings file says about keys.
  func keyChanges() async throws -> KeyChanges

  /// Changes one; nil goes back to the default.
  func change(_ name: String, to value: String?) async throws
}
