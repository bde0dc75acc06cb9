import EngineCore
import Testing

@testable import EngineProxyPolicy

/// A rotation on the bench: events go in by short words, decisions come out.
struct Bench {
  var rotation = Rotation()
  var now = moment()
  var lessons: [Lesson] = []
  private var count: UInt64 = 0

  /// A bench with a pool, the best account first.
  init(_ names: [String] = ["a", "b", "c"]) {
    let pool = names.enumerated().map { candidate($1, used: Double(10 + $0)) }
    _ = rotation.receive(.poolChanged(pool, SelectionPolicy()), at: now)
  }

  /// Lets time pass.
  mutating func wait(_ seconds: Double) {
    now = now.advanced(by: .milliseconds(Int(seconds * 1_000)))
  }

  /// Every decision that an event leads to.
  mutating func send(_ event: RotationEvent) -> [RequestNumber: Decision] {
    var decisions: [RequestNumber: Decision] = [:]
    for action in rotation.receive(event, at: now) {
      switch action {
      case .decided(let number, let decision): decisions[number] = decision
      case .learned(let lesson): lessons.append(lesson)
      }
    }
    return decisions
  }

  /// A new request and what is decided for it.
  mutating func arrive(
    _ facts: RequestFacts = facts()
  ) throws -> (number: RequestNumber, step: Decision.Step) {
    count += 1
    let number = RequestNumber(count)
    return (number, try #require(send(.arrived(number, facts))[number]).step)
  }

  /// What an outcome leads to for its request.
  mutating func outcome(
    _ number: RequestNumber, _ outcome: UpstreamOutcome
  ) throws -> Decision.Step {
    try #require(send(.outcome(number, outcome))[number]).step
  }

  /// Serves a request to its end.
  mutating func serve(_ number: RequestNumber) throws {
    _ = try outcome(number, answered(200))
    _ = send(.outputBegan(number))
    _ = try outcome(number, .ended)
  }

  /// Whether an account rests now.
  func rests(_ name: String) -> Bool {
    rotation.cooldowns.rest(of: AccountID(name), at: now.uptime) != nil
  }

  /// The account a conversation is at home on.
  func home(_ conversation: String) -> String? {
    ConversationKey(identifier: conversation).flatMap {
      rotation.affinity.owner(of: $0, at: now.wall)?.text
    }
  }
}

/// A try as the tests expect it.
func attempt(
  _ account: String, _ number: Int, pause: Double = 0, needsNewToken: Bool = false,
  needsNewConnection: Bool = false
) -> Decision.Step {
  .send(
    Attempt(
      account: AccountID(account), number: number, pause: .milliseconds(Int(pause * 1_000)),
      needsNewToken: needsNewToken, needsNewConnection: needsNewConnection))
}

/// A moment some seconds after the tests' beginning of time.
func moment(_ seconds: Double = 0) -> Moment {
  Moment(wall: start + seconds, uptime: .milliseconds(Int(seconds * 1_000)))
}

/// The tests' beginning of time.
let start = Date(timeIntervalSince1970: 1_790_000_000)

/// Seconds of a week.
let week = 604_800

/// An account that can serve, with so much used of its week.
func candidate(
  _ name: String, used: Double = 10, resetsIn: Double = 86_400, readAt: Date = start
) -> Candidate {
  Candidate(
    id: AccountID(name), label: name,
    reading: QuotaReading(
      readAt: readAt, source: .usage, isAllowed: true, isLimitReached: false,
      windows: [
        QuotaWindow(lengthSeconds: week, usedPercent: used, resetsAt: readAt + resetsIn)
      ]))
}

/// An error body in the backend's shape.
func errorBody(_ code: String, _ members: String = "") -> [UInt8] {
  Array(#"{"error":{"type":"\#(code)","message":"words"\#(members)}}"#.utf8)
}

func answered(
  _ status: Int, _ code: String? = nil, members: String = "", headers: [HTTPField] = []
) -> UpstreamOutcome {
  .answered(
    UpstreamAnswer(
      status: status, headers: headers, body: code.map { errorBody($0, members) } ?? []))
}

func key(_ name: String) -> ConversationKey {
  guard let key = ConversationKey(identifier: name) else {
    preconditionFailure("\(name) names no conversation.")
  }
  return key
}

/// What a request of the tests asks for.
func facts(
  _ kind: RequestFacts.Kind = .model, conversation: String? = nil, model: String? = nil,
  isRepeatable: Bool = true, hasTokenInPath: Bool = false
) -> RequestFacts {
  RequestFacts(
    kind: kind, conversation: conversation.flatMap { ConversationKey(identifier: $0) },
    client: "laptop", model: model, isRepeatable: isRepeatable,
    hasTokenInPath: hasTokenInPath)
}

/// An account's limit with a reset at a moment.
let usageLimit = answered(429, "usage_limit_reached", members: #","resets_at":1790003600"#)

/// An account's limit with a reset in so many seconds.
func limited(_ seconds: Int) -> UpstreamOutcome {
  answered(429, "usage_limit_reached", members: #","resets_in_seconds":\#(seconds)"#)
}
