package import EngineCore

/// The accounts that may serve requests, as they are at one moment.
package struct ProxyPool: Hashable, Sendable {
  /// One account.
  package struct Member: Hashable, Sendable {
    /// The account.
    package let account: Account
    /// What automatic choice may know about it.
    package let candidate: Candidate

    /// A member of its parts.
    package init(account: Account, candidate: Candidate) {
      self.account = account
      self.candidate = candidate
    }
  }

  /// The accounts. Those that are paid by API key do not belong here: the backend does not know them.
  package let members: [Member]
  /// How accounts are chosen.
  package let policy: SelectionPolicy

  /// A pool of its parts.
  package init(members: [Member], policy: SelectionPolicy = SelectionPolicy()) {
    self.members = members
    self.policy = policy
  }
}
