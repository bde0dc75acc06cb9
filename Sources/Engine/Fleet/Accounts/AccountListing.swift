package import EngineCore

/// All accounts of a root at one moment.
package struct AccountListing: Hashable, Sendable {
  /// The accounts, in the order they were added.
  package let accounts: [Account]
  /// Sandboxes that cannot be read; the others are not affected.
  package let damaged: [DamagedAccount]
  /// Accounts that an older tool keeps in the same folder.
  package let older: [OlderAccount]

  /// A listing; the order is made here.
  package init(
    accounts: [Account], damaged: [DamagedAccount], older: [OlderAccount] = []
  ) {
    self.accounts = accounts.sorted { first, second in
      (first.createdAt, first.key.text) < (second.createdAt, second.key.text)
    }
    self.damaged = damaged
    self.older = older
  }

  /// The account with a label, without regard to case.
  package func account(labelled label: Label) -> Account? {
    accounts.first { $0.label.folded == label.folded }
  }

  /// The account that holds an identity.
  package func account(holding identity: Identity) -> Account? {
    accounts.first { $0.identity == identity }
  }
}
