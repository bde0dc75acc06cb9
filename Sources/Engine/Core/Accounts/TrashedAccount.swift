/// An account in the trash.
package struct TrashedAccount: Hashable, Sendable {
  /// The account as it was.
  package let account: Account
  /// When it was thrown away.
  package let trashedAt: Date
  /// The date by the server's clock when it was thrown away, or later; nil if that was not known.
  package let serverDate: Date?
  /// Whether its sign-in was ended at the server: a restore comes back expired.
  package let isSignedOut: Bool
  /// The folder that holds it.
  package let folder: FilePath

  /// A trash entry of its parts.
  package init(
    account: Account, trashedAt: Date, serverDate: Date? = nil, isSignedOut: Bool, folder: FilePath
  ) {
    self.account = account
    self.trashedAt = trashedAt
    self.serverDate = serverDate
    self.isSignedOut = isSignedOut
    self.folder = folder
  }
}
