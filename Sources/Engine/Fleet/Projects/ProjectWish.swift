package import EngineCore

/// What a person wants a directory to say about runs.
package enum ProjectWish: Hashable, Sendable {
  /// They take the account with this label while it can be used.
  case account(label: String)
  /// Automatic choice orders the accounts this way.
  case strategy(Strategy)
}
