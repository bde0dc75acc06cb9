import EngineCore

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
