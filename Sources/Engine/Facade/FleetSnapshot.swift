package import EngineKernel

/// One immutable picture of all accounts.
package struct FleetSnapshot: Hashable, Sendable {
  /// When it was taken.
  package var takenAt: Date
  /// All accounts, in the order they were added.
  package var accounts: [AccountSnapshot]
  /// Sandboxes that could not be read, with the reason.
  package var unreadable: [ErrorReport]
  /// What the folder that swop was started in says about runs, nil if nothing.
  package var project: ProjectSnapshot?

  /// A picture of its parts.
  package init(
    takenAt: Date, accounts: [AccountSnapshot], unreadable: [ErrorReport] = [],
    project: ProjectSnapshot? = nil
  ) {
    self.takenAt = takenAt
    self.accounts = accounts
    self.unreadable = unreadable
    self.project = project
  }

  /// The default account, nil if none is chosen.
  package var defaultAccount: AccountSnapshot? { accounts.first(where: \.isDefault) }
}
