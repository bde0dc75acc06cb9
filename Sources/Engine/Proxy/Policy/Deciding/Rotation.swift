package import EngineCore

/// The proxy's mind: events in, decisions out. It knows no clock, no socket and no chance; anyone who
/// drives it brings the moment and the jitter, and does what it says. A request gets exactly one final
/// decision, after which nothing about it is answered any more.
package struct Rotation: Sendable {
  /// The pool.
  var candidates: [Candidate] = []
  /// How accounts are chosen.
  var policy = SelectionPolicy()
  /// What answers have taught about accounts.
  package internal(set) var health = AccountHealth()
  /// Accounts that rest.
  package internal(set) var cooldowns = Cooldowns()
  /// Whether the backend is down.
  var outage = Outage()
  /// Where conversations are at home.
  package internal(set) var affinity: Affinity
  /// Which account served a client last.
  var clients = RecentTable<String, AccountID>(capacity: 1_000, lifetime: 86_400)
  /// Who gave out which turn state.
  package internal(set) var turnStates = TurnStates()
  /// Requests under way.
  package internal(set) var courses: [RequestNumber: RequestCourse] = [:]
  /// The pool as it stands, by model.
  var views: [String: PoolView] = [:]
  /// Requests that wait.
  package internal(set) var queue = WaitQueue()

  /// A mind that has learned nothing yet.
  package init(affinity: Affinity = Affinity(), cooldowns: Cooldowns = Cooldowns()) {
    self.affinity = affinity
    self.cooldowns = cooldowns
  }

  /// Takes an event and says what is to be done, in this order.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - now: When.
  ///   - jitter: 0 to 1, by chance.
  /// - Returns: What is to be done.
  package mutating func receive(
    _ event: RotationEvent, at now: Moment, jitter: Double = 0.5
  ) -> [RotationAction] {
    var actions = taken(event, at: now, jitter: jitter)
    actions += wakened(at: now)
    return actions
  }

  private mutating func taken(
    _ event: RotationEvent, at now: Moment, jitter: Double
  ) -> [RotationAction] {
    switch event {
    case .poolChanged(let candidates, let policy): change(to: candidates, policy)
    case .arrived(let number, let facts): return arrived(number, facts, at: now)
    case .outcome(let number, let outcome):
      return came(outcome, of: number, at: now, jitter: jitter)
    case .turnBegan(let number): courses[number]?.beginTurn()
    case .turnEnded(let number, let isSuccess):
      return turnEnded(number, isSuccess: isSuccess, at: now)
    case .outputBegan(let number): return began(number, at: now)
    case .bodyLost(let number): courses[number]?.isReplayable = false
    case .clientLeft(let number): return left(number)
    case .signInRenewed(let account): health.renew(account)
    case .readingArrived(let account, let reading): health.take(reading, of: account, at: now.wall)
    case .remembered(let homes, let rests):
      affinity.restore(homes)
      cooldowns.restore(rests, at: now)
    case .timePassed: break
    }
    return []
  }

  private mutating func change(to candidates: [Candidate], _ policy: SelectionPolicy) {
    self.candidates = candidates
    self.policy = policy
    views = [:]
    let accounts = Set(candidates.map(\.id))
    affinity.keep(only: accounts)
    cooldowns.keep(only: accounts)
    health.keep(only: accounts)
    clients.keep { _, account in accounts.contains(account) }
  }

  private mutating func arrived(
    _ number: RequestNumber, _ facts: RequestFacts, at now: Moment
  ) -> [RotationAction] {
    precondition(courses[number] == nil, "Every request has its own number.")
    let course = RequestCourse(facts: facts, at: now.uptime)
    courses[number] = course
    let decision = Failover.start(course, outlook: outlook(for: course, at: now), at: now)
    return [carriedOut(decision, for: number)]
  }

  private mutating func came(
    _ outcome: UpstreamOutcome, of number: RequestNumber, at now: Moment, jitter: Double
  ) -> [RotationAction] {
    // What arrives for a request that is over, or for one that waits, was settled before.
    guard var course = courses[number], let account = course.current else { return [] }
    let verdict = UpstreamVerdict(outcome, at: now.wall)
    let lessons = learn(verdict, outcome, of: account, course: course, at: now)
    course.note(verdict, of: account)
    courses[number] = course
    let decision = Failover.decision(
      for: course, after: verdict, outlook: outlook(for: course, after: verdict, at: now),
      jitter: jitter, at: now)
    return lessons.map { .learned($0) } + [carriedOut(decision, for: number)]
  }

  private mutating func began(_ number: RequestNumber, at now: Moment) -> [RotationAction] {
    guard var course = courses[number], let account = course.current, !course.hasOutput else {
      return []
    }
    course.hasOutput = true
    courses[number] = course
    clients.set(account, of: course.facts.client, at: now.wall)
    guard let conversation = course.facts.conversation, course.facts.kind != .backend else {
      return []
    }
    let owner = affinity.owner(of: conversation, at: now.wall)
    let ownerCanServe = owner.map { canServe($0, model: course.facts.model, at: now) } ?? false
    affinity.note(conversation, servedBy: account, ownerCanServe: ownerCanServe, at: now.wall)
    guard owner != account, !ownerCanServe else { return [] }
    return [.learned(Lesson(.home(conversation), of: account, cause: "it served the conversation"))]
  }

  /// An idle WebSocket says nothing about its account any more, whatever happens to it.
  private mutating func turnEnded(
    _ number: RequestNumber, isSuccess: Bool, at now: Moment
  ) -> [RotationAction] {
    guard let course = courses[number], course.hasTurn, let account = course.current else {
      return []
    }
    courses[number]?.hasTurn = false
    guard isSuccess else { return [] }
    return lessons(of: .succeeded, on: account, course: course, at: now).map { .learned($0) }
  }

  private mutating func left(_ number: RequestNumber) -> [RotationAction] {
    guard courses[number] != nil else { return [] }
    return [carriedOut(Decision(.cancel, because: "The client is gone."), for: number)]
  }

  /// Keeps the books of a decision; the same for every kind.
  mutating func carriedOut(_ decision: Decision, for number: RequestNumber) -> RotationAction {
    queue.leave(number)
    switch decision.step {
    case .send(let attempt): courses[number]?.begin(attempt)
    case .wait:
      courses[number]?.pauseTrying()
      queue.join(number)
    case .stream: courses[number]?.isServing = true
    case .passThrough, .answer, .endStream, .closeSocket, .finish, .cancel: courses[number] = nil
    }
    return .decided(number, decision)
  }
}

/// What the proxy is to do.
package enum RotationAction: Hashable, Sendable {
  /// Do this with a request.
  case decided(RequestNumber, Decision)
  /// Keep and tell this.
  case learned(Lesson)
}

/// Everything that can happen to the proxy, as far as deciding goes.
package enum RotationEvent: Hashable, Sendable {
  /// The pool as it is now: accounts were added, removed, switched, read.
  case poolChanged([Candidate], SelectionPolicy)
  /// A request came.
  case arrived(RequestNumber, RequestFacts)
  /// A try came to something; for a stream, in the order in which it happened.
  case outcome(RequestNumber, UpstreamOutcome)
  /// A turn began on an open WebSocket.
  case turnBegan(RequestNumber)
  /// A turn on an open WebSocket came to its end, and whether it went well.
  case turnEnded(RequestNumber, isSuccess: Bool)
  /// The first byte of an answer's body goes to the client, or of a turn's output on a WebSocket.
  case outputBegan(RequestNumber)
  /// The request's body cannot be sent again.
  case bodyLost(RequestNumber)
  /// The client is gone.
  case clientLeft(RequestNumber)
  /// Someone signed in to an account again, or its token was renewed.
  case signInRenewed(AccountID)
  /// An account's quota was read.
  case readingArrived(AccountID, QuotaReading)
  /// What was kept on disk, also by other proxies: homes of conversations, and until when accounts rest.
  case remembered([Affinity.Record], rests: [AccountID: Date])
  /// The moment that was asked for has come.
  case timePassed
}

extension Rotation {
  /// The account that a new conversation would go to, nil if none can serve.
  package mutating func favourite(at now: Moment) -> AccountID? {
    view(model: nil, at: now).able.first
  }

  /// Until when a request's greetings are worth holding back: as long as it could still move. Nil if it
  /// cannot, and what was held is to be passed on at once.
  package func holdDeadline(of number: RequestNumber, at now: Moment) -> Duration? {
    guard let course = courses[number], course.facts.kind == .model, course.isReplayable,
      course.budget.allows(at: now.uptime)
    else { return nil }
    return course.budget.deadline
  }

  /// When `timePassed` is to be sent at the latest, nil if no one waits.
  package mutating func nextWake(at now: Moment) -> Duration? {
    guard queue.count > 0 else { return nil }
    let waiting = queue.requests.compactMap { courses[$0] }
    let ends = waiting.compactMap { outlook(for: $0, at: now).soonest }
    return (ends + waiting.map(\.budget.deadline)).min()
  }

  /// Requests that wait and can go now, in the order in which they came, and those whose time is over.
  mutating func wakened(at now: Moment) -> [RotationAction] {
    guard queue.count > 0 else { return [] }
    return queue.requests.compactMap { number in
      guard let course = courses[number] else { return nil }
      let decision = Failover.start(course, outlook: outlook(for: course, at: now), at: now)
      if case .wait = decision.step { return nil }
      return carriedOut(decision, for: number)
    }
  }
}

/// Requests that wait for an account, woken in the order in which they came the moment one frees up.
/// No one asks again and again.
package struct WaitQueue: Hashable, Sendable {
  /// Who waits, the first first.
  private(set) var requests: [RequestNumber] = []

  /// No one waits.
  init() {}

  /// How many wait.
  package var count: Int { requests.count }

  /// Adds a request behind the others; one that waits already keeps its place.
  mutating func join(_ request: RequestNumber) {
    if !requests.contains(request) { requests.append(request) }
  }

  /// Takes a request out, wherever it stands.
  mutating func leave(_ request: RequestNumber) {
    requests.removeAll { $0 == request }
  }
}

/// One moment by both clocks: the wall clock, which servers name resets by and which may be set, and
/// the one that never runs backwards, by which everything short is measured.
package struct Moment: Hashable, Sendable {
  /// Wall-clock time.
  let wall: Date
  /// Time since an arbitrary start; it never runs backwards.
  package let uptime: Duration

  /// A moment by both clocks.
  package init(wall: Date, uptime: Duration) {
    self.wall = wall
    self.uptime = uptime
  }

  /// The moment `duration` later, if no one sets the clock in between.
  func advanced(by duration: Duration) -> Moment {
    Moment(wall: wall + duration / .seconds(1), uptime: uptime + duration)
  }
}
