package import EngineCore

/// Who gave out the value that codex sends back in `x-codex-turn-state`. It means something to the
/// account that gave it and nothing, or an error, to any other.
package struct TurnStates: Hashable, Sendable {
  /// The header, in answers and in the requests that follow in the same turn.
  package static let headerName = "x-codex-turn-state"

  private var givers = RecentTable<String, AccountID>(capacity: 4_096, lifetime: 86_400)

  /// Nothing was given out yet.
  package init() {}

  /// Learns from an answer of `account`.
  package mutating func learn(
    from headers: [HTTPField], of account: AccountID, at now: Date
  ) {
    guard let value = headers.value(of: Self.headerName), !value.isEmpty else { return }
    givers.set(account, of: SHA256.fingerprint(value), at: now)
  }

  /// Whether `value` may go to `account`. What nobody is known to have given out goes to nobody.
  package func belongs(_ value: String, to account: AccountID, at now: Date) -> Bool {
    givers.value(of: SHA256.fingerprint(value), at: now) == account
  }
}
