package import EngineCore

/// What was exported.
package struct ExportOutcome: Hashable, Sendable {
  /// The files that were written.
  package var files: [FilePath]
  /// The accounts that are in them.
  package var accounts: [Account]
  /// Why others are not, one report an account.
  package var skipped: [ErrorReport]

  /// An outcome of its parts.
  package init(files: [FilePath], accounts: [Account], skipped: [ErrorReport] = []) {
    self.files = files
    self.accounts = accounts
    self.skipped = skipped
  }
}
