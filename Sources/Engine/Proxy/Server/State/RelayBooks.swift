import EngineCore
import EngineProxyPolicy

/// What the proxy counts.
struct RelayBooks {
  /// Requests that came.
  var requests = 0
  /// Moves.
  private(set) var moved = 0
  /// Requests that no account could serve.
  var failed = 0
  /// Each account's share.
  private(set) var accounts: [AccountID: ProxyStatus.Account] = [:]
  /// Turns that were ended in the middle, by conversation.
  var brokenTurns: [ConversationKey: BrokenTurn] = [:]
  /// Where conversations were said to have moved within the last minute.
  var announced = RecentTable<ConversationKey, AccountID>(capacity: 1_000, lifetime: 60)
  /// Until when accounts rest by this proxy's own notes.
  var ownRests: [AccountID: Date] = [:]
  /// Whose homes were kept within the last ten minutes.
  var keptHomes = RecentTable<ConversationKey, AccountID>(capacity: 10_000, lifetime: 600)
  /// On which accounts runs were said to be within the last ten minutes.
  var keptRuns = RecentTable<RunID, AccountID>(capacity: 1_000, lifetime: 600)

  /// Whether a rest that was kept on disk is another proxy's; there a moment loses its last digits.
  func isForeign(_ end: Date, of account: AccountID) -> Bool {
    ownRests[account].map { abs($0.timeIntervalSince(end)) > 0.01 } ?? true
  }

  /// A try goes to an account.
  mutating func send(to account: AccountID) { change(account) { $0.requests += 1 } }

  /// An answer opens on an account.
  mutating func open(on account: AccountID) { change(account) { $0.activeStreams += 1 } }

  /// An answer ends on an account.
  mutating func close(on account: AccountID) { change(account) { $0.activeStreams -= 1 } }

  /// A request moves.
  mutating func move(from: AccountID, to: AccountID) {
    moved += 1
    change(from) { $0.movedFrom += 1 }
    change(to) { $0.movedTo += 1 }
  }

  private mutating func change(
    _ account: AccountID, _ change: (inout ProxyStatus.Account) -> Void
  ) {
    change(&accounts[account, default: ProxyStatus.Account(id: account, label: "")])
  }
}
