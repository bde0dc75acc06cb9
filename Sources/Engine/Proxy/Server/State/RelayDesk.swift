import EngineCore
import EngineHTTP
import EngineProxyPolicy

/// Drives the rotation: brings it events, the moment and chance, hands its decisions to the requests they
/// are for, and passes on what was learned. Everything happens on the proxy's own thread, in order.
actor RelayDesk {
  private nonisolated let loop: EventLoop
  let surroundings: ProxySurroundings
  let journal: RelayJournal
  var rotation = Rotation()
  var members: [AccountID: Account] = [:]
  var tickets: [RequestNumber: RelayTicket] = [:]
  var books = RelayBooks()
  private var sessions: [RequestNumber: (session: SocketSession, client: ProxyClient)] = [:]
  private var isDraining = false
  private var lastNumber: UInt64 = 0
  private var alarm: Task<Void, Never>?
  private var alarmAt: Duration?
  /// Counts the requests since the pool was read last.
  private var arrivals = 0
  private var candidates: [AccountID: Candidate] = [:]

  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// A desk with nothing on it.
  init(on loop: EventLoop, _ surroundings: ProxySurroundings, journal: RelayJournal) {
    self.loop = loop
    self.surroundings = surroundings
    self.journal = journal
  }

  /// The moment, by both clocks.
  var moment: Moment {
    Moment(wall: surroundings.time.now(), uptime: surroundings.time.uptime())
  }

  // MARK: - A request's way

  /// Takes a request in.
  func arrive(_ facts: RequestFacts) -> (RequestNumber, Decision) {
    lastNumber += 1
    arrivals += 1
    books.requests += 1
    let number = RequestNumber(lastNumber)
    tickets[number] = RelayTicket(facts: facts)
    let decision = receive(.arrived(number, facts), for: number)
    return (number, decision ?? Decision(.cancel, because: "No decision was made."))
  }

  /// Says what became of a try, and asks what follows.
  func report(_ outcome: UpstreamOutcome, of number: RequestNumber) -> Decision {
    let decision = receive(.outcome(number, outcome), for: number, jitter: jitter(for: outcome))
    return decision ?? Decision(.finish, because: "It had already ended.")
  }

  /// Waits until something is decided for a request in the queue; nil when the task is cancelled.
  func nextDecision(of number: RequestNumber) async -> Decision? {
    while !Task.isCancelled {
      if let decision = tickets[number]?.mail {
        tickets[number]?.mail = nil
        tickets[number]?.isWaiting = false
        if decision.isFinal { tickets[number] = nil }
        return decision
      }
      guard tickets[number] != nil else { return nil }
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          guard tickets[number] != nil, tickets[number]?.mail == nil, !Task.isCancelled else {
            return continuation.resume()
          }
          tickets[number]?.waiter = continuation
        }
      } onCancel: {
        loop.execute { self.assumeIsolated { $0.wake(number) } }
      }
    }
    return nil
  }

  /// The first byte of an answer goes to the client, or of a turn's output.
  func outputBegan(_ number: RequestNumber) {
    receive(.outputBegan(number))
    guard let ticket = tickets[number], let account = ticket.account else { return }
    keepHome(of: ticket.facts, on: account)
  }

  /// The client is gone, or nothing more is to be learned from a request.
  func leave(_ number: RequestNumber) {
    receive(.clientLeft(number))
    close(number)
    tickets[number] = nil
  }

  /// A turn began on a WebSocket.
  func turnBegan(_ number: RequestNumber) { receive(.turnBegan(number)) }

  /// A turn on a WebSocket came to its end.
  func turnEnded(_ number: RequestNumber, isSuccess: Bool) {
    receive(.turnEnded(number, isSuccess: isSuccess))
  }

  /// An event of a stream named an account's windows.
  func learn(_ reading: QuotaReading, of account: AccountID) {
    receive(.readingArrived(account, reading))
    journal.note(Lesson(.reading(reading), of: account, cause: "its answer named its windows"))
  }

  /// How long greetings are worth holding back; nil for not at all.
  func holdLimit(of number: RequestNumber) -> Duration? {
    let now = moment
    return rotation.holdDeadline(of: number, at: now).map { max(.zero, $0 - now.uptime) }
  }

  /// The fields of a request as an account sends it.
  func headers(
    _ headers: [HTTPField], as identity: UpstreamIdentity, adding further: [HTTPField]
  ) -> Redacted<[HTTPField]> {
    RequestRewrite.headers(
      headers, as: identity, adding: further, turnStates: rotation.turnStates,
      at: surroundings.time.now())
  }

  /// The account that a request is on, nil if on none.
  func account(of number: RequestNumber) -> AccountID? { tickets[number]?.account }

  // MARK: - Open WebSockets

  /// Notes an open WebSocket, which a drain has to know.
  func register(
    _ session: SocketSession, of client: ProxyClient, as number: RequestNumber
  ) async {
    sessions[number] = (session, client)
    if isDraining { await session.drain() }
    // Its token or its account may have gone while the backend shook hands.
    await endUnwelcome()
  }

  /// Forgets a WebSocket that has ended.
  func unregister(_ number: RequestNumber) { sessions[number] = nil }

  /// Lets every WebSocket end with its turn.
  func drain() async {
    isDraining = true
    for open in sessions.values { await open.session.drain() }
  }

  /// Ends the WebSockets whose token was revoked, or whose account is off, signed out or removed: at once
  /// where no turn runs, else after the turn. A removed account's are cut.
  func endUnwelcome() async {
    for (number, open) in sessions {
      switch OpenSocketRule.fate(
        isClientKnown: surroundings.clients.knows(open.client),
        account: tickets[number]?.account.map { candidates[$0] })
      {
      case .stay: continue
      case .endAfterTurn: await open.session.drain()
      case .endNow: await open.session.end()
      }
    }
  }

  // MARK: - The pool

  /// Takes the pool as it is now, and whatever other proxies noted.
  func take(_ pool: ProxyPool, homes: [ConversationHome], rests: [AccountID: Date]) {
    members = Dictionary(pool.members.map { ($0.account.id, $0.account) }) { first, _ in first }
    let former = candidates
    candidates = Dictionary(pool.members.map { ($0.candidate.id, $0.candidate) }) { one, _ in one }
    receive(.poolChanged(pool.members.map(\.candidate), pool.policy))
    for candidate in candidates.values {
      guard let before = former[candidate.id] else { continue }
      let isRenewed = before.isExpired && !candidate.isExpired
      if isRenewed || !before.isEnabled && candidate.isEnabled {
        receive(.signInRenewed(candidate.id))
      }
      if let reading = candidate.reading, reading.readAt != before.reading?.readAt {
        receive(.readingArrived(candidate.id, reading))
      }
    }
    let records = homes.compactMap { home in
      ConversationKey(stored: home.conversation).map {
        Affinity.Record(conversation: $0, account: home.account, usedAt: home.usedAt)
      }
    }
    let foreign = rests.filter { books.isForeign($0.value, of: $0.key) }
    receive(.remembered(records.filter { members[$0.account] != nil }, rests: foreign))
    journal.takeConditions(pool.members.map(\.candidate))
  }

  /// The account that a new conversation would go to.
  func favourite() -> Account? { rotation.favourite(at: moment).flatMap { members[$0] } }

  /// Whether requests came since this was asked last.
  func wasBusy() -> Bool {
    defer { arrivals = 0 }
    return arrivals > 0 || !tickets.isEmpty
  }

  /// Ends what waits for its time.
  func stop() {
    alarm?.cancel()
    alarm = nil
    alarmAt = nil
  }

  // MARK: - Driving

  @discardableResult
  private func receive(
    _ event: RotationEvent, for number: RequestNumber? = nil, jitter: Double = 0.5
  ) -> Decision? {
    var own: Decision?
    let hadOutput = number.flatMap { rotation.courses[$0]?.hasOutput } ?? false
    let now = moment
    for action in rotation.receive(event, at: now, jitter: jitter) {
      switch action {
      case .learned(let lesson): learned(lesson)
      case .decided(let other, let decision):
        enter(decision, for: other, afterOutput: hadOutput && other == number)
        if other == number {
          own = decision
        } else {
          tickets[other]?.mail = decision
          wake(other)
        }
      }
    }
    if let number, let own {
      tickets[number]?.isWaiting = own.step == .wait
      if own.isFinal { tickets[number] = nil }
    }
    armAlarm(at: now)
    return own
  }

  private func wake(_ number: RequestNumber) {
    let waiter = tickets[number]?.waiter
    tickets[number]?.waiter = nil
    waiter?.resume()
  }

  /// Chance is only asked for where something failed.
  private func jitter(for outcome: UpstreamOutcome) -> Double {
    switch outcome {
    case .ended: return 0.5
    case .answered(let answer) where answer.status < 400: return 0.5
    case .answered, .failedInStream, .failedToConnect, .timedOutConnecting, .timedOutBeforeHead,
      .closedBeforeHead, .stalled, .cut, .tokenUnavailable:
      return surroundings.random.factor(in: 0...1)
    }
  }

  private func armAlarm(at now: Moment) {
    let next = rotation.nextWake(at: now)
    guard next != alarmAt else { return }
    alarm?.cancel()
    alarm = nil
    alarmAt = next
    guard let next else { return }
    let time = surroundings.time
    alarm = Task(name: "proxy alarm", executorPreference: loop) {
      // Cancelled when another moment takes its place.
      guard (try? await time.sleep(for: max(.milliseconds(1), next - now.uptime))) != nil else {
        return
      }
      await self.ring()
    }
  }

  private func ring() {
    alarmAt = nil
    receive(.timePassed)
  }
}

/// What the desk knows of one request beside its course. A class: it changes in place at every step.
final class RelayTicket {
  /// What is asked for.
  let facts: RequestFacts
  /// The account of the last try.
  var account: AccountID?
  /// Whether an answer or a WebSocket is open on that account.
  var isOpen = false
  /// Whether it stands in the queue: what is decided then comes by mail.
  var isWaiting = false
  /// A decision that came while the request waited.
  var mail: Decision?
  /// Wakes the request that waits.
  var waiter: CheckedContinuation<Void, Never>?

  /// The ticket of a request that arrives.
  init(facts: RequestFacts) {
    self.facts = facts
  }
}
