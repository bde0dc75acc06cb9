import EngineCore
import TestSupport

@testable import EngineProxyPolicy

/// Days of a proxy's life on a virtual clock: conversations take turns, accounts have their troubles,
/// and every rule that a decision must keep is checked as it is made.
struct Simulation {
  /// Something that happens at a time; of equal times the first that was planned goes first.
  private enum Happening {
    case turn(conversation: Int)
    case outcome(RequestNumber, try: Int, UpstreamOutcome)
    case wake
    case readings
    case leave(RequestNumber)
  }

  /// One request as the client sees it.
  struct Request {
    let conversation: Int
    let arrivedAt: Double
    var tries = 0
    var finals: [Decision] = []
    var hasOutput = false
    var hasLeft = false
  }

  private(set) var requests: [RequestNumber: Request] = [:]
  /// Every rule that was broken, in words.
  private(set) var faults: [String] = []

  private var rotation = Rotation()
  private let backend: SimulatedBackend
  private let random: SeededRandom
  private let end: Double
  private var plan = EventPlan<Happening>()
  private var now = 0.0
  private var count: UInt64 = 0

  /// A simulation of so many conversations over so many days.
  init(conversations: Int, accounts: Int, days: Double, seed: UInt64) {
    random = SeededRandom(seed: seed)
    backend = SimulatedBackend(accounts: accounts, days: days, random: random)
    end = days * 86_400
    plan.add(.readings, at: 0)
    for conversation in 0..<conversations {
      let begin = random.factor(in: 0...1) * end
      for turn in 0..<3 {
        let pause = Double(turn) * (20 + random.factor(in: 0...1) * 2_000)
        plan.add(.turn(conversation: conversation), at: begin + pause)
      }
    }
  }

  /// Lets everything happen.
  mutating func run() {
    while let (time, happening) = plan.next() {
      now = time
      happen(happening)
    }
    for (number, request) in requests where request.finals.count != 1 {
      faults.append("\(number) was answered \(request.finals.count) times")
    }
    if !rotation.courses.isEmpty || rotation.queue.count > 0 {
      faults.append("\(rotation.courses.count) requests were lost")
    }
  }

  private mutating func happen(_ happening: Happening) {
    switch happening {
    case .turn(let conversation): begin(conversation)
    case .outcome(let number, let attempt, let outcome): come(outcome, of: number, attempt)
    case .wake: send(.timePassed)
    case .leave(let number):
      guard requests[number]?.finals.isEmpty == true else { return }
      requests[number]?.hasLeft = true
      send(.clientLeft(number))
    case .readings:
      read()
      if now < end { plan.add(.readings, at: now + 300) }
    }
  }

  private mutating func begin(_ conversation: Int) {
    count += 1
    let number = RequestNumber(count)
    requests[number] = Request(conversation: conversation, arrivedAt: now)
    if random.bytes(1)[0] < 8 { plan.add(.leave(number), at: now + random.factor(in: 0...1) * 3) }
    send(.arrived(number, facts(conversation: "conversation \(conversation)")))
  }

  private mutating func come(
    _ outcome: UpstreamOutcome, of number: RequestNumber, _ attempt: Int
  ) {
    // An answer to a try that was given up is the proxy's to ignore; the server cancels it too.
    guard requests[number]?.tries == attempt || rotation.courses[number] == nil else { return }
    send(.outcome(number, outcome))
    guard case .answered(let answer) = outcome, answer.status == 200,
      requests[number]?.finals.isEmpty == true
    else { return }
    requests[number]?.hasOutput = true
    send(.outputBegan(number))
  }

  /// People sign in again and quotas are read every five minutes.
  private mutating func read() {
    for account in backend.accounts where backend.isWell(account, at: now) {
      send(.signInRenewed(account))
    }
    let pool = backend.accounts.enumerated().map { number, account in
      candidate(account.text, used: Double(5 + number * 7), readAt: moment(now).wall)
    }
    send(.poolChanged(pool, SelectionPolicy()))
  }

  // MARK: - Carrying out

  private mutating func send(_ event: RotationEvent) {
    let before = rotation
    let actions = rotation.receive(event, at: moment(now), jitter: random.factor(in: 0...1))
    for action in actions {
      switch action {
      case .decided(let number, let decision): carryOut(decision, for: number)
      case .learned(let lesson): check(lesson, before: before)
      }
    }
    checkRests()
    if let wake = rotation.nextWake(at: moment(now)) {
      plan.add(.wake, at: max(now, wake / .seconds(1)) + 0.001)
    }
  }

  private mutating func carryOut(_ decision: Decision, for number: RequestNumber) {
    check(decision, for: number)
    if decision.isFinal { requests[number]?.finals.append(decision) }
    guard case .send(let attempt) = decision.step else {
      if case .stream = decision.step { planEnd(of: number) }
      return
    }
    requests[number]?.tries = attempt.number
    let time = now + attempt.pause / .seconds(1)
    let answer = backend.answer(of: attempt.account, to: attempt, at: time)
    plan.add(.outcome(number, try: attempt.number, answer.outcome), at: time + answer.after)
  }

  private mutating func planEnd(of number: RequestNumber) {
    guard let account = rotation.courses[number]?.current, let tries = requests[number]?.tries,
      requests[number]?.hasOutput == false
    else { return }
    let attempt = Attempt(account: account, number: tries)
    let end = backend.answer(of: account, to: attempt, at: now).end
    let length = end == .stalled ? 240 : 1 + random.factor(in: 0...1) * 30
    plan.add(.outcome(number, try: tries, end), at: now + length)
  }

  // MARK: - Rules

  private mutating func check(_ decision: Decision, for number: RequestNumber) {
    guard let request = requests[number] else {
      faults.append("\(number) was never asked")
      return
    }
    if decision.reason.isEmpty { faults.append("\(number) has no reason") }
    if !request.finals.isEmpty { faults.append("\(number) was answered twice") }
    switch decision.step {
    case .send(let attempt):
      if attempt.number > Budget.tries { faults.append("\(number) is over its tries") }
      if attempt.number != request.tries + 1 { faults.append("\(number) miscounts its tries") }
      let start = now + attempt.pause / .seconds(1) - request.arrivedAt
      if start >= 60.01 { faults.append("\(number) begins a try after \(start) s") }
      if request.hasOutput { faults.append("\(number) moved after output") }
    case .answer(let answer):
      if now - request.arrivedAt > 60 + 25.01 { faults.append("\(number) starved") }
      if request.hasOutput { faults.append("\(number) was answered after output") }
      if answer.status == 429, answer.headers.value(of: "retry-after").map({ $0 == "0" }) ?? true {
        faults.append("\(number) is told no time")
      }
    case .wait, .stream, .passThrough, .endStream, .closeSocket, .finish, .cancel: break
    }
  }

  /// A conversation moves only when its owner could not serve, and no one rests because of a client
  /// that left.
  private mutating func check(_ lesson: Lesson, before: Rotation) {
    guard case .home(let conversation) = lesson.kind else { return }
    var before = before
    let at = moment(now)
    guard let owner = before.affinity.owner(of: conversation, at: at.wall) else { return }
    if before.canServe(owner, model: nil, at: at) {
      faults.append("a conversation left \(owner), which can serve")
    }
  }

  /// A pool that can serve is never kept from it by errors.
  private mutating func checkRests() {
    let at = moment(now)
    let able = rotation.view(model: nil, at: at).able
    let rests = able.map { rotation.cooldowns.rest(of: $0, at: at.uptime) }
    if !able.isEmpty && rests.allSatisfy({ $0?.isAskedFor == false }) && !rotation.courses.isEmpty {
      faults.append("at \(now) every account that can serve rests after errors")
    }
  }
}

/// What is going to happen, soonest first; of equal times, what was planned first.
struct EventPlan<Event> {
  private struct Entry {
    let time: Double
    let order: Int
    let event: Event

    static func < (one: Entry, other: Entry) -> Bool {
      (one.time, one.order) < (other.time, other.order)
    }
  }

  private var heap: [Entry] = []
  private var count = 0

  /// Plans an event.
  mutating func add(_ event: Event, at time: Double) {
    heap.append(Entry(time: time, order: count, event: event))
    count += 1
    var place = heap.count - 1
    while place > 0, heap[place] < heap[(place - 1) / 2] {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Takes the next event.
  mutating func next() -> (time: Double, event: Event)? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return (first.time, first.event)
  }

  private mutating func sink() {
    var place = 0
    while true {
      let children = [2 * place + 1, 2 * place + 2].filter { $0 < heap.count }
      guard let least = children.min(by: { heap[$0] < heap[$1] }), heap[least] < heap[place] else {
        return
      }
      heap.swapAt(place, least)
      place = least
    }
  }
}
