import EngineCore

/// One request's way so far.
package struct RequestCourse: Hashable, Sendable {
  /// What is asked for.
  let facts: RequestFacts
  /// What trying is left.
  var budget: Budget
  /// The account of the try under way, nil while it waits.
  var current: AccountID?
  /// Accounts that cannot serve it.
  var failed: Set<AccountID> = []
  /// Accounts that stumbled over it: they are tried again when there is no other.
  var stumbled: Set<AccountID> = []
  /// Accounts whose token was renewed for it.
  var renewed: Set<AccountID> = []
  /// Accounts on which a kept connection had died.
  var reconnected: Set<AccountID> = []
  /// How many accounts could not read the conversation's history.
  var strangers = 0
  /// Whether a byte of an answer has reached the client, of this turn on a WebSocket.
  package var hasOutput = false
  /// Whether a turn is under way on a WebSocket.
  var hasTurn = false
  /// Whether the whole body is kept, so that it can be sent again.
  var isReplayable = true
  /// Whether the upstream took the request and the WebSocket or stream is open.
  var isServing = false

  /// A request that has just arrived.
  init(facts: RequestFacts, at now: Duration) {
    self.facts = facts
    budget = Budget(startedAt: now)
  }

  /// The next try.
  func attempt(
    on account: AccountID, after pause: Duration = .zero, needsNewToken: Bool = false,
    needsNewConnection: Bool = false
  ) -> Attempt {
    Attempt(
      account: account, number: budget.spent + 1, pause: pause, needsNewToken: needsNewToken,
      needsNewConnection: needsNewConnection)
  }
}

extension RequestCourse {
  /// Notes that a try begins.
  mutating func begin(_ attempt: Attempt) {
    budget.spendTry()
    current = attempt.account
    isServing = false
    if attempt.needsNewToken { renewed.insert(attempt.account) }
    if attempt.needsNewConnection { reconnected.insert(attempt.account) }
    failed.remove(attempt.account)
    stumbled.remove(attempt.account)
  }

  /// Notes what became of a try on `account`.
  mutating func note(_ verdict: UpstreamVerdict, of account: AccountID) {
    switch verdict {
    case .serving, .succeeded: break
    case .foreignHistory:
      strangers += 1
      failed.insert(account)
    case .usageLimit, .unauthorized, .refused, .clientFault, .upgradeRefused,
      .tokenUnavailable(isDead: true):
      failed.insert(account)
    case .throttled, .serverFault, .staleConnection, .stalled, .cut,
      .tokenUnavailable(isDead: false):
      stumbled.insert(account)
    }
  }

  /// Notes that it waits: who could not serve it then may when it is woken.
  mutating func pauseTrying() {
    current = nil
    isServing = false
    failed = []
    stumbled = []
  }

  /// Notes that a turn begins on its WebSocket.
  mutating func beginTurn() {
    hasOutput = false
    hasTurn = true
  }
}

/// The number of a request within one proxy's life, in the order of arrival.
package struct RequestNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// From 1.
  let value: UInt64

  /// A number.
  package init(_ value: UInt64) {
    self.value = value
  }

  package static func < (one: RequestNumber, other: RequestNumber) -> Bool {
    one.value < other.value
  }

  package var description: String { "request \(value)" }
}
