/// Who holds a cross-process lock, as written into its file for whoever waits.
package struct LockOwner: Hashable, Sendable, Codable {
  /// The holding process.
  package let process: ProcessIdentity
  /// What it does, for people: `relogin work`.
  package let purpose: String
  /// Since when.
  package let since: Date

  /// An owner of its parts.
  package init(process: ProcessIdentity, purpose: String, since: Date) {
    self.process = process
    self.purpose = purpose
    self.since = since
  }
}
