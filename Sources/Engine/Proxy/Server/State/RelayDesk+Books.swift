import EngineCore
import EngineProxyPolicy

/// What is counted and told of decisions.
extension RelayDesk {
  /// Enters a decision in the books; `afterOutput` if its client had some of the answer before.
  func enter(_ decision: Decision, for number: RequestNumber, afterOutput: Bool) {
    switch decision.step {
    case .send(let attempt): enter(attempt, decision.cause, for: number)
    case .wait:
      close(number, keeping: true)
      tickets[number]?.isWaiting = true
    case .stream:
      guard let ticket = tickets[number], let account = ticket.account, !ticket.isOpen else {
        return
      }
      ticket.isOpen = true
      books.open(on: account)
    case .closeSocket, .endStream:
      noteBrokenTurn(number, because: decision.cause, afterOutput ? .beforeRequest : .beforeOutput)
      close(number)
    case .answer(let answer):
      if answer.status != 426 { books.failed += 1 }
      close(number)
    case .passThrough, .finish, .cancel: close(number)
    }
  }

  /// Takes a request off the books.
  ///
  /// - Parameters:
  ///   - number: The request.
  ///   - keeping: Whether the request goes on, without a try under way.
  func close(_ number: RequestNumber, keeping: Bool = false) {
    guard let ticket = tickets[number] else { return }
    if ticket.isOpen, let account = ticket.account { books.close(on: account) }
    ticket.isOpen = false
    // One that waits for its mail takes itself off when it has read it.
    if !keeping && !ticket.isWaiting { tickets[number] = nil }
  }

  private func enter(_ attempt: Attempt, _ reason: String, for number: RequestNumber) {
    close(number, keeping: true)
    guard let ticket = tickets[number] else { return }
    if let former = ticket.account {
      if former != attempt.account {
        tell(from: former, to: attempt.account, reason, .beforeFirstByte, ticket.facts)
      }
    } else {
      tellWhereItGoes(ticket.facts, to: attempt.account)
    }
    ticket.account = attempt.account
    books.send(to: attempt.account)
    keepRun(of: ticket.facts, on: attempt.account)
  }

  /// A run is shown in use on the account that has its turn.
  private func keepRun(of facts: RequestFacts, on id: AccountID) {
    guard let run = facts.run, facts.conversation != nil, let account = members[id] else { return }
    let now = surroundings.time.now()
    guard books.keptRuns.value(of: run, at: now) != id else { return }
    books.keptRuns.set(id, of: run, at: now)
    journal.note(run, on: account)
  }

  /// A conversation whose account cannot serve goes to another one before anyone is asked.
  private func tellWhereItGoes(_ facts: RequestFacts, to account: AccountID) {
    guard facts.kind != .backend, let conversation = facts.conversation else { return }
    let broken = books.brokenTurns.removeValue(forKey: conversation)
    let owner = rotation.affinity.owner(of: conversation, at: surroundings.time.now())
    guard let from = broken?.account ?? owner, from != account else { return }
    let cause = broken?.cause ?? whyNot(from, facts)
    tell(from: from, to: account, cause, broken?.moment ?? .beforeRequest, facts)
  }

  /// Why an account serves no request like this one now.
  private func whyNot(_ account: AccountID, _ facts: RequestFacts) -> String {
    let mark = rotation.health.mark(on: account, model: facts.model, at: surroundings.time.now())
    if let mark { return mark.cause }
    let isResting = rotation.cooldowns.ends(at: moment)[account] != nil
    return isResting ? "the account rests after a failure" : "the account cannot be chosen now"
  }

  private func tell(
    from: AccountID, to: AccountID, _ reason: String, _ moment: ProxyMove.Moment,
    _ facts: RequestFacts
  ) {
    let now = surroundings.time.now()
    if let conversation = facts.conversation {
      // What follows in the same conversation before its new home is settled is the same move.
      guard books.announced.value(of: conversation, at: now) != to else { return }
      books.announced.set(to, of: conversation, at: now)
    }
    books.move(from: from, to: to)
    let move = ProxyMove(
      from: from, fromLabel: label(of: from), to: to, toLabel: label(of: to), reason: reason,
      moment: moment)
    surroundings.moved(move)
    journal.tell(EngineEvent(at: now, move: move))
  }

  private func noteBrokenTurn(
    _ number: RequestNumber, because cause: String, _ moment: ProxyMove.Moment
  ) {
    guard let ticket = tickets[number], let account = ticket.account,
      let conversation = ticket.facts.conversation
    else { return }
    if books.brokenTurns.count > 1_000 { books.brokenTurns = [:] }
    books.brokenTurns[conversation] = BrokenTurn(
      account: account, cause: cause, moment: moment)
  }

  /// An account's label.
  func label(of account: AccountID) -> String {
    members[account]?.label.text ?? "a removed account"
  }

  /// Keeps where a conversation is at home, every ten minutes while it goes on.
  func keepHome(of facts: RequestFacts, on account: AccountID) {
    guard facts.kind != .backend, let conversation = facts.conversation else { return }
    let now = surroundings.time.now()
    guard rotation.affinity.owner(of: conversation, at: now) == account,
      books.keptHomes.value(of: conversation, at: now) != account
    else { return }
    books.keptHomes.set(account, of: conversation, at: now)
    journal.note(Lesson(.home(conversation), of: account, cause: "it serves the conversation"))
  }

  /// Passes on what was learned.
  func learned(_ lesson: Lesson) {
    if case .home(let conversation) = lesson.kind {
      books.keptHomes.set(lesson.account, of: conversation, at: surroundings.time.now())
    }
    if case .resting(let until) = lesson.kind {
      // As the database keeps it: what comes back from there is known.
      books.ownRests[lesson.account] = until
    }
    journal.note(lesson, member: members[lesson.account])
  }

  /// The proxy's state, without where it listens.
  func status() -> ProxyStatus {
    let ends = rotation.cooldowns.ends(at: moment)
    var status = ProxyStatus(isRunning: true, process: surroundings.process)
    status.requests = books.requests
    status.moved = books.moved
    status.failed = books.failed
    status.waiting = rotation.queue.count
    status.accounts = members.values.sorted { $0.label.text < $1.label.text }.map { account in
      var entry = books.accounts[account.id] ?? ProxyStatus.Account(id: account.id, label: "")
      entry.label = account.label.text
      entry.coolingUntil = ends[account.id]
      return entry
    }
    status.activeStreams = books.accounts.values.reduce(0) { $0 + $1.activeStreams }
    return status
  }
}

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

/// A turn that was ended in the middle: codex asks for it again, and it may go elsewhere then.
struct BrokenTurn {
  /// The account it was on.
  let account: AccountID
  /// Why it was ended: a clause for people.
  let cause: String
  /// How a move would be told.
  let moment: ProxyMove.Moment
}
