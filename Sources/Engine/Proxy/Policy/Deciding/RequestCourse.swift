package import EngineCore

/// One request's way so far.
package struct RequestCourse: Hashable, Sendable {
  /// What is asked for.
  package let facts: RequestFacts
  /// What trying is left.
  package var budget: Budget
  /// The account of the try under way, nil while it waits.
  package var current: AccountID?
  /// Accounts that cannot serve it.
  package var failed: Set<AccountID> = []
  /// Accounts that stumbled over it: they are tried again when there is no other.
  package var stumbled: Set<AccountID> = []
  /// Accounts whose token was renewed for it.
  package var renewed: Set<AccountID> = []
  /// Accounts on which a kept connection had died.
  package var reconnected: Set<AccountID> = []
  /// How many accounts could not read the conversation's history.
  package var strangers = 0
  /// Whether a byte of an answer has reached the client, of this turn on a WebSocket.
  package var hasOutput = false
  /// Whether a turn is under way on a WebSocket.
  package var hasTurn = false
  /// Whether the whole body is kept, so that it can be sent again.
  package var isReplayable = true
  /// Whether the upstream took the request and the WebSocket or stream is open.
  package var isServing = false

  /// A request that has just arrived.
  package init(facts: RequestFacts, at now: Duration) {
    self.facts = facts
    budget = Budget(startedAt: now)
  }

  /// The next try.
  package func attempt(
    on account: AccountID, after pause: Duration = .zero, needsNewToken: Bool = false,
    needsNewConnection: Bool = false
  ) -> Attempt {
    Attempt(
      account: account, number: budget.spent + 1, pause: pause, needsNewToken: needsNewToken,
      needsNewConnection: needsNewConnection)
  }
}
