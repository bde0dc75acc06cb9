package import EngineCore

/// One account as it goes into an export.
package struct ExportedAccount: Sendable {
  /// Its label.
  package let label: String
  /// Whether it is switched on.
  package let isEnabled: Bool
  /// Its address, nil if it is not known.
  package let email: String?
  /// Its sign-in.
  package let file: AuthFile
  /// What stood beside it when it was imported from CLIProxyAPI.
  package let beside: Redacted<JSONValue>?

  /// An account of its parts.
  package init(
    label: String, isEnabled: Bool, email: String?, file: AuthFile, beside: Redacted<JSONValue>?
  ) {
    self.label = label
    self.isEnabled = isEnabled
    self.email = email
    self.file = file
    self.beside = beside
  }
}
