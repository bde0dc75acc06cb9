package import EngineCore

/// Which sign-ins of other programs are to become accounts.
package struct ImportRequest: Sendable {
  /// Files and folders.
  package var paths: [FilePath]
  /// The label for the one sign-in they hold; nil makes labels from names and addresses.
  package var label: String?
  /// Whether sessions that can only be used after a renewal are renewed; nil asks.
  package var renews: Bool?

  /// A request of its parts.
  package init(paths: [FilePath], label: String? = nil, renews: Bool? = nil) {
    self.paths = paths
    self.label = label
    self.renews = renews
  }
}
