package import TUIKit

/// A list of commands with a filter: the help and the palette.
package struct CommandListDialog: Hashable, Sendable {
  /// What has to match for a command to show.
  package var filter = TextField()
  /// Whether keys go to the filter.
  package var isFiltering: Bool
  /// The chosen row among those that match.
  package var row = 0

  /// A list; the palette is typed into at once, the help after `/`.
  package init(isFiltering: Bool) {
    self.isFiltering = isFiltering
  }
}
