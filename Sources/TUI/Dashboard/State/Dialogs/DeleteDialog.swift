package import EngineCore

/// Asks before an account goes to the trash. *Keep* has the focus; only `y` deletes.
package struct DeleteDialog: Hashable, Sendable {
  /// The account.
  package var account: AccountID
  /// Its number in the list.
  package var number: Int
  /// Its label.
  package var label: String
  /// Its address, nil if unknown.
  package var email: String?
  /// Where its sandbox lies.
  package var sandbox: String
  /// How large it is in bytes, nil before it was measured.
  package var bytes: Int64?
  /// How many runs are in progress on it: with any, it cannot be deleted.
  package var liveRuns: Int

  /// A question about an account.
  package init(
    account: AccountID, number: Int, label: String, email: String?, sandbox: String,
    bytes: Int64? = nil, liveRuns: Int = 0
  ) {
    self.account = account
    self.number = number
    self.label = label
    self.email = email
    self.sandbox = sandbox
    self.bytes = bytes
    self.liveRuns = liveRuns
  }

  /// Whether `y` may delete.
  package var mayDelete: Bool { liveRuns == 0 }
}
