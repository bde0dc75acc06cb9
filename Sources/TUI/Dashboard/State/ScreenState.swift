package import EngineCore

/// What survives a restart of the dashboard.
package struct ScreenState: Hashable, Sendable, Codable {
  /// The chosen account.
  package var selection: AccountID?
  /// The filter that was kept.
  package var filter: String
  /// How rows are ordered.
  package var sort: SortOrder
  /// The part of the main screen that had the keys.
  package var focus: Focus
  /// Whether it had the whole screen.
  package var isExpanded: Bool
  /// The theme, nil if it was never changed.
  package var theme: String?

  /// A state of its parts.
  package init(
    selection: AccountID? = nil, filter: String = "", sort: SortOrder = .ready,
    focus: Focus = .accounts, isExpanded: Bool = false, theme: String? = nil
  ) {
    self.selection = selection
    self.filter = filter
    self.sort = sort
    self.focus = focus
    self.isExpanded = isExpanded
    self.theme = theme
  }
}
