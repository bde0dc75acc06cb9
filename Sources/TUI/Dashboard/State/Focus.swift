/// The part of the main screen that the keys go to.
package enum Focus: String, Hashable, Sendable, CaseIterable, Codable {
  /// The list of accounts.
  case accounts
  /// The detail panel.
  case detail
  /// The events below.
  case events
}
