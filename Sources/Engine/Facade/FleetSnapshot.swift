package import EngineKernel

/// One immutable picture of all accounts.
package struct FleetSnapshot: Hashable, Sendable {
  /// When it was taken.
  package var takenAt: Date
  /// All accounts, in the order they were added.
  package var accounts: [AccountSnapshot]
  /// Sandboxes that could not be read, with the reason.
  package var unreadable: [ErrorReport]
  /// The labels of accounts that an older tool keeps in this root.
  package var older: [String]
  /// What the folder that swop was started in says about runs, nil if nothing.
  package var project: ProjectSnapshot?

  /// A picture of its parts.
  package init(
    takenAt: Date, accounts: [AccountSnapshot], unreadable: [ErrorReport] = [],
    older: [String] = [], project: ProjectSnapshot? = nil
  ) {
    self.takenAt = takenAt
    self.accounts = accounts
    self.unreadable = unreadable
    self.older = older
    self.project = project
  }

  /// The default account, nil if none is chosen.
  package var defaultAccount: AccountSnapshot? { accounts.first(where: \.isDefault) }
}
