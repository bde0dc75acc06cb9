package import EngineCore

/// What is to be exported, where and how.
package struct ExportRequest: Sendable {
  /// The form of an export.
  package enum Form: Sendable {
    /// swop's own, opened by a passphrase.
    case sealed(passphrase: Redacted<String>)
    /// swop's own, in the open.
    case plain
    /// A folder with a file for each account as CLIProxyAPI reads it, in the open.
    case cliProxyAPI
    /// A folder with an `auth.json` for each account, in the open.
    case codex
  }

  /// The labels of the accounts; none means all.
  package var labels: [String]
  /// The file, or the folder for forms that take one.
  package var path: FilePath
  /// The form.
  package var form: Form
  /// Whether what is there is replaced.
  package var replaces: Bool

  /// A request of its parts.
  package init(labels: [String] = [], path: FilePath, form: Form, replaces: Bool = false) {
    self.labels = labels
    self.path = path
    self.form = form
    self.replaces = replaces
  }
}
