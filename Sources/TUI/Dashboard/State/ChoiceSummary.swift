package import EngineCore

/// What automatic choice would take now.
package struct ChoiceSummary: Hashable, Sendable {
  /// The account, nil if none can be used.
  package var selected: AccountID?
  /// Its label, nil if none can be used.
  package var label: String?
  /// Why this one, or why none: one sentence.
  package var reason: String
  /// The earliest reset, when nothing can be used and one is known.
  package var blockedUntil: Date?

  /// A choice of its parts.
  package init(
    selected: AccountID?, label: String?, reason: String, blockedUntil: Date? = nil
  ) {
    self.selected = selected
    self.label = label
    self.reason = reason
    self.blockedUntil = blockedUntil
  }
}
