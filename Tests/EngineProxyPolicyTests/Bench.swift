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
