package import EngineCore

/// A run that the dashboard starts.
package struct RunOrder: Hashable, Sendable {
  /// The account.
  package var account: AccountID
  /// Its label.
  package var label: String
  /// Where codex runs; nil for where swop runs.
  package var directory: String?
  /// Codex's arguments.
  package var arguments: [String]
  /// Whether it goes through the proxy.
  package var rotation: RunOptionsDialog.Rotation

  /// An order of its parts.
  package init(
    account: AccountID, label: String, directory: String? = nil, arguments: [String] = [],
    rotation: RunOptionsDialog.Rotation = .asConfigured
  ) {
    self.account = account
    self.label = label
    self.directory = directory
    self.arguments = arguments
    self.rotation = rotation
  }
}
