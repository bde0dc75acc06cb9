/// What the settings say about one account.
package struct AccountSettings: Hashable, Sendable {
  /// Percent of every window to leave for the user, 0 to 100.
  package var reservePercent: Double = 0
  /// What the user notes about it for automatic choice.
  package var preference: Preference = .neutral
  /// The mode of its sandbox, nil to follow the general one.
  package var isolation: IsolationMode?

  /// The defaults.
  package init() {}
}
