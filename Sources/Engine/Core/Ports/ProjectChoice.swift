/// What a directory says about the runs that start in it.
package enum ProjectChoice: Hashable, Sendable {
  /// They take this account while it can be used.
  case account(AccountID)
  /// Automatic choice orders the accounts this way, by the strategy's name.
  case strategy(String)
}
