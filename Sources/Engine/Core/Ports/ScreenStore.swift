/// Keeps what survives a restart of a screen, apart from the settings that people edit.
package protocol ScreenStore: Sendable {
  /// What a screen of this name has stored, nil for nothing.
  func screen(_ name: String) throws(StoreError) -> String?

  /// Stores it.
  func setScreen(_ name: String, _ body: String) throws(StoreError)
}
