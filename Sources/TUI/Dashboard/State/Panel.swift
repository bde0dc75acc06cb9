/// What can have the screen instead of the list.
package enum Panel: String, Hashable, Sendable, CaseIterable {
  /// The whole event log.
  case log
  /// The rotation proxy with its live requests.
  case proxy
  /// The containers.
  case workspaces
  /// Value, default and source of every setting.
  case settings
}
