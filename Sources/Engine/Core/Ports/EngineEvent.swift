/// Something the engine did or saw, for the log, `swop events` and the dashboard.
package struct EngineEvent: Hashable, Sendable {
  /// What happened.
  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case accountAdded = "account_added"
    case accountRenamed = "account_renamed"
    case accountEnabled = "account_enabled"
    case accountDisabled = "account_disabled"
    case accountTrashed = "account_trashed"
    case accountRestored = "account_restored"
    case accountPurged = "account_purged"
    case accountSignedIn = "account_signed_in"
    case accountExpired = "account_expired"
    case accountBlocked = "account_blocked"
    case accountLoggedOut = "account_logged_out"
    case accountsExported = "accounts_exported"
    case defaultSet = "default_set"
    case defaultCleared = "default_cleared"
    case projectSet = "project_set"
    case projectCleared = "project_cleared"
    case readingTaken = "reading_taken"
    case readingFailed = "reading_failed"
    case tokenRefreshed = "token_refreshed"
    case tokenAdopted = "token_adopted"
    case runStarted = "run_started"
    case runEnded = "run_ended"
    case runLost = "run_lost"
    case requestMoved = "request_moved"
    case proxyStarted = "proxy_started"
    case proxyStopped = "proxy_stopped"
    case conversationsPruned = "conversations_pruned"
    case warning = "warning"
  }

  /// Its place in the log, nil before it was stored.
  package let number: Int64?
  /// When it happened.
  package let at: Date
  /// What happened.
  package let kind: Kind
  /// The account it is about.
  package let account: AccountID?
  /// The account's label at that time.
  package let label: String?
  /// The run it is about.
  package let run: RunID?
  /// One sentence for people; never a secret.
  package let message: String
  /// The parts of `message`, if a request moved.
  package let move: ProxyMove?

  /// An event of its parts.
  package init(
    number: Int64? = nil, at: Date, kind: Kind, account: AccountID? = nil, label: String? = nil,
    run: RunID? = nil, message: String, move: ProxyMove? = nil
  ) {
    self.number = number
    self.at = at
    self.kind = kind
    self.account = account
    self.label = label
    self.run = run
    self.message = message
    self.move = move
  }

  /// An event about an account.
  package init(
    at: Date, kind: Kind, about account: Account, run: RunID? = nil, message: String
  ) {
    self.init(
      at: at, kind: kind, account: account.id, label: account.label.text, run: run,
      message: message)
  }

  /// The event of a move; it is about the account that could not serve.
  package init(number: Int64? = nil, at: Date, move: ProxyMove) {
    self.init(
      number: number, at: at, kind: .requestMoved, account: move.from, label: move.fromLabel,
      message: move.sentence, move: move)
  }
}

/// Receives what the engine did or saw.
package protocol EventSink: Sendable {
  /// Stores an event. A full disk loses the event, never the work it tells of.
  func record(_ event: EngineEvent)
}

/// The event log.
package protocol EventStore: EventSink {
  /// Events after a number, oldest first, `limit` at most.
  func events(after number: Int64, limit: Int) throws(StoreError) -> [EngineEvent]

  /// The newest events, oldest first, `limit` at most.
  func latestEvents(limit: Int) throws(StoreError) -> [EngineEvent]
}
