/// What was asked for at the start, and what `f` changes.
package struct ScreenMode: Hashable, Sendable {
  /// Dangerous commands are off.
  package var isReadOnly = false
  /// No spinner, no tick every second, countdowns in whole minutes.
  package var isQuiet = false
  /// Nothing is refreshed by itself.
  package var isFrozen = false
  /// The accounts are samples.
  package var isDemo = false

  /// The usual mode.
  package init(
    isReadOnly: Bool = false, isQuiet: Bool = false, isFrozen: Bool = false, isDemo: Bool = false
  ) {
    self.isReadOnly = isReadOnly
    self.isQuiet = isQuiet
    self.isFrozen = isFrozen
    self.isDemo = isDemo
  }
}
