package import EngineCore

/// A sandbox or trash entry that cannot be read.
package struct DamagedAccount: Hashable, Sendable {
  /// Its folder.
  package let folder: FilePath
  /// Why it cannot be read.
  package let error: AccountsError

  /// A damaged entry of its parts.
  package init(folder: FilePath, error: AccountsError) {
    self.folder = folder
    self.error = error
  }
}
