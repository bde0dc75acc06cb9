package import EngineCore

/// Which account a run or command was asked to use, before anything is known of the accounts.
package enum AccountChoice: Hashable, Sendable {
  /// This one or none: `--account` or `SWOP_ACCOUNT`.
  case exactly(label: String)
  /// By strategy, whatever the default account is: `--auto`. Nil takes the strategy of the settings.
  case automatic(Strategy?)
  /// The directory's, the default account while it can be used, else by strategy.
  case usual
}
