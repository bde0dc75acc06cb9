package import EngineCore

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
  /// Those of them that have the name of an account, to be shown beside the others; nothing can be done with
  /// them.
  package var unreadableAccounts: [AccountSnapshot]
  /// What the folder that swop was started in says about runs, nil if nothing.
  package var project: ProjectSnapshot?
  /// The folder that relaxed accounts share; nil for `~/.codex`.
  package var sharedHome: FilePath?

  /// A picture of its parts.
  package init(
    takenAt: Date, accounts: [AccountSnapshot], unreadable: [ErrorReport] = [],
    unreadableAccounts: [AccountSnapshot] = [], older: [String] = [],
    project: ProjectSnapshot? = nil, sharedHome: FilePath? = nil
  ) {
    self.takenAt = takenAt
    self.accounts = accounts
    self.unreadable = unreadable
    self.older = older
    self.unreadableAccounts = unreadableAccounts
    self.project = project
    self.sharedHome = sharedHome
  }

  /// Every account there is, those that cannot be read last.
  package var shown: [AccountSnapshot] { accounts + unreadableAccounts }

  /// The default account, nil if none is chosen.
  package var defaultAccount: AccountSnapshot? { accounts.first(where: \.isDefault) }
}
