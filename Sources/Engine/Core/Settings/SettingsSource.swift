/// The settings as they hold at any moment, for what runs for long.
package protocol SettingsSource: Sendable {
  /// The settings that hold now.
  ///
  /// - Throws: `SettingsError` while the file is broken.
  func now() throws(SettingsError) -> Settings

  /// Tells when the settings may have changed.
  ///
  /// - Parameter changed: called on any thread.
  /// - Returns: What ends the telling.
  func watch(_ changed: @escaping @Sendable () -> Void) -> @Sendable () -> Void
}
