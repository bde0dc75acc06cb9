import EngineCore
import EngineProxyPolicy
import Synchronization

/// Writes behind what the proxy learned: a request never waits for the disk. What came together is
/// written together, a moment later.
final class RelayJournal: Sendable {
  private struct State {
    var page = RelayPage()
    var isScheduled = false
    /// The writing under way, or the last one.
    var writing: Task<Void, Never>?
    /// Accounts whose condition says that they are blocked.
    var blocked: Set<AccountID> = []
    /// Accounts whose rest was noted.
    var resting: Set<AccountID> = []
  }

  private let surroundings: ProxySurroundings
  private let delay: Duration
  private let state = Mutex(State())

  /// A journal that writes at most `delay` after something was noted.
  init(_ surroundings: ProxySurroundings, delay: Duration) {
    self.surroundings = surroundings
    self.delay = delay
  }

  /// Notes a lesson; `member` is the account it is about, if it is known.
  func note(_ lesson: Lesson, member: Account? = nil) {
    let now = surroundings.time.now()
    change { state in
      switch lesson.kind {
      case .reading(let reading): state.page.readings[lesson.account] = reading
      case .home(let conversation):
        state.page.homes[conversation.digest] = ConversationHome(
          conversation: conversation.digest, account: lesson.account, usedAt: now)
      case .resting(let until):
        state.resting.insert(lesson.account)
        state.page.rests[lesson.account] = until
      case .blocked(let until):
        let isNews = state.blocked.insert(lesson.account).inserted
        state.page.conditions[lesson.account] = .blocked(
          until: until, cause: lesson.cause, at: now)
        if isNews, let member {
          state.page.events.append(blockedEvent(member, lesson.cause, until: until, at: now))
        }
      case .served:
        let isFree = state.blocked.remove(lesson.account) != nil
        let isAwake = state.resting.remove(lesson.account) != nil
        guard isFree || isAwake else { return false }
        if isFree { state.page.conditions[lesson.account] = .free }
        if isAwake { state.page.rests[lesson.account] = .distantPast }
      case .expired:
        guard let member else { return false }
        state.page.expired[lesson.account] = member
      }
      return true
    }
  }

  /// Notes on which account a run goes on.
  func note(_ run: RunID, on account: Account) {
    change { state in
      state.page.runs[run] = account
      return true
    }
  }

  /// Tells an event.
  func tell(_ event: EngineEvent) {
    change { state in
      state.page.events.append(event)
      return true
    }
  }

  /// Notes with which credentials an account was refused, in case it is found dead.
  func noteRefused(_ credentials: Credentials, of account: AccountID) {
    state.withLock { $0.page.refused[account] = credentials }
  }

  /// Learns which accounts are known to be blocked.
  func takeConditions(_ candidates: [Candidate]) {
    let now = surroundings.time.now()
    let blocked = candidates.filter {
      $0.condition.isBlocked(at: now, reading: $0.reading)
    }.map(\.id)
    state.withLock { $0.blocked.formUnion(blocked) }
  }

  /// Writes what is left.
  func finish() async {
    await write()
  }

  private func change(_ body: (inout State) -> Bool) {
    let mustSchedule = state.withLock { state in
      guard body(&state), !state.isScheduled else { return false }
      state.isScheduled = true
      return true
    }
    guard mustSchedule else { return }
    Task.detached(name: "proxy journal") { [self] in
      // Never cancelled; at the end of the proxy the page is written at once and this finds nothing.
      try? await surroundings.time.sleep(for: delay)
      await write()
    }
  }

  private func write() async {
    let writing = state.withLock { state in
      state.isScheduled = false
      let (page, former) = (state.page, state.writing)
      state.page = RelayPage(refused: page.refused)
      // One after the other, so that the last word of an account stays the last.
      let task = Task.detached(name: "proxy page") { [surroundings] in
        await former?.value
        await page.write(to: surroundings)
      }
      state.writing = task
      return task
    }
    await writing.value
  }

  private func blockedEvent(
    _ account: Account, _ cause: String, until: Date?, at now: Date
  ) -> EngineEvent {
    let end = until.map { " until " + ClockText.moment($0, in: surroundings.timeZone) } ?? ""
    return EngineEvent(
      at: now, kind: .accountBlocked, about: account,
      message: "\(account.label) gets no new requests\(end): \(cause).")
  }
}

/// What was learned since the last writing.
struct RelayPage {
  /// What is to be said of an account beside its quota.
  enum Condition {
    case blocked(until: Date?, cause: String, at: Date)
    case free
  }

  var readings: [AccountID: QuotaReading] = [:]
  var homes: [String: ConversationHome] = [:]
  var rests: [AccountID: Date] = [:]
  var conditions: [AccountID: Condition] = [:]
  var expired: [AccountID: Account] = [:]
  var runs: [RunID: Account] = [:]
  var events: [EngineEvent] = []
  /// With which credentials accounts were refused last.
  var refused: [AccountID: Credentials] = [:]

  /// Writes everything. A full disk costs the note and never a request; an event says so.
  func write(to surroundings: ProxySurroundings) async {
    do {
      try writeState(surroundings.state, now: surroundings.time.now())
    } catch {
      surroundings.events.record(
        EngineEvent(at: surroundings.time.now(), kind: .warning, message: error.message))
    }
    for event in events { surroundings.events.record(event) }
    for (id, account) in expired {
      guard let credentials = refused[id] else { continue }
      await surroundings.credentials.markDead(account, refused: credentials)
    }
  }

  private func writeState(
    _ state: any ProxySurroundings.State, now: Date
  ) throws(StoreError) {
    if !readings.isEmpty {
      let stored = try state.readings()
      for (account, reading) in readings {
        // An answer names only a part of what a whole reading has.
        try state.store(reading.completed(by: stored[account]?.reading), for: account)
      }
    }
    let known = conditions.isEmpty ? [:] : try state.readings()
    for (account, condition) in conditions {
      try state.updateCondition(of: account) { stored in
        switch condition {
        case .blocked(let until, let cause, let at):
          stored.note(
            Refusal(
              cause: cause, seenAt: at, until: until,
              windows: known[account]?.reading?.windows ?? []))
        case .free: stored.note(nil)
        }
      }
    }
    for (run, account) in runs {
      try state.setAccount(account.id, label: account.label.text, of: run)
    }
    if !homes.isEmpty || !rests.isEmpty {
      try state.keep(Array(homes.values), rests: rests, now: now)
    }
  }
}
