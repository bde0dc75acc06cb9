/// An account in the trash.
package struct TrashedAccount: Hashable, Sendable {
  /// The account as it was.
  package let account: Account
  /// When it was thrown away.
  package let trashedAt: Date
  /// Whether its sign-in was ended at the server: a restore comes back expired.
  package let isSignedOut: Bool
  /// The folder that holds it.
  package let folder: FilePath

  /// A trash entry of its parts.
  package init(account: Account, trashedAt: Date, isSignedOut: Bool, folder: FilePath) {
    self.account = account
    self.trashedAt = trashedAt
    self.isSignedOut = isSignedOut
    self.folder = folder
  }
}
