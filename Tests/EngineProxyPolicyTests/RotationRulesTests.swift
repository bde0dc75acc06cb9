import EngineCore
import Testing

@testable import EngineProxyPolicy

@Suite("Rotation: budgets, waiting, answers")
struct RotationRulesTests {
  @Test("four tries are the most, however large the pool, and the answer says why")
  func tries() throws {
    var bench = Bench((0..<10).map { "account \($0)" })
    let number = try bench.arrive().number
    var steps: [Decision.Step] = []
    for _ in 0..<4 { steps.append(try bench.outcome(number, usageLimit)) }

    #expect(steps.last == .answer(.triesSpent))
    #expect(LocalAnswer.triesSpent.status == 503)
    #expect(LocalAnswer.triesSpent.headers.value(of: "retry-after") == "1")
  }

  @Test("a minute of trying is the most")
  func time() throws {
    var bench = Bench()
    let number = try bench.arrive().number
    bench.wait(60)

    #expect(try bench.outcome(number, .timedOutBeforeHead) == .answer(.gaveUp(.timedOut)))
  }

  @Test("the last usable account is tried again after a pause and never benched")
  func lastUsable() throws {
    var bench = Bench(["a"])
    let number = try bench.arrive().number
    var steps: [Decision.Step] = []
    for _ in 0..<4 { steps.append(try bench.outcome(number, answered(502))) }

    #expect(
      steps == [
        attempt("a", 2, pause: 0.1), attempt("a", 3, pause: 0.2), attempt("a", 4, pause: 0.4),
        .passThrough(status: nil),
      ])
    #expect(bench.lessons == [])
  }

  @Test("an account that rests is taken back at once when the others are used up")
  func takenBack() throws {
    var bench = Bench(["a", "b"])
    let first = try bench.arrive().number
    #expect(try bench.outcome(first, answered(500)) == attempt("b", 2, pause: 0.1))
    #expect(bench.rests("a"))

    let step = try bench.outcome(first, limited(9_000))
    let next = try bench.arrive().step

    #expect(next == attempt("a", 1))
    #expect(!bench.rests("a"))
    #expect(step == attempt("a", 3))
  }

  @Test("a pool that is used up answers 429 with the earliest reset of all, never with 0")
  func exhausted() throws {
    var bench = Bench(["a", "b"])
    let number = try bench.arrive().number
    _ = try bench.outcome(number, limited(7_200))

    let step = try bench.outcome(number, limited(3_600))

    let answer = LocalAnswer.exhausted(resetsAt: start + 3_600, at: start)
    #expect(step == .answer(answer))
    #expect(answer.status == 429)
    #expect(answer.headers.value(of: "retry-after") == "3600")
    #expect(
      answer.body == #"{"error":{"type":"usage_limit_reached","code":"usage_limit_reached","#
        + #""message":"The usage limit has been reached.","resets_at":1790003600,"#
        + #""resets_in_seconds":3600}}"#)
  }

  @Test("a client that is bound to one account gets that one or no one, and its reset")
  func bound() throws {
    var bench = Bench(["a", "b"])
    var facts = facts()
    facts.only = AccountID("b")
    let (number, step) = try bench.arrive(facts)

    let answer = try bench.outcome(number, limited(7_200))

    #expect(step == attempt("b", 1))
    #expect(answer == .answer(.exhausted(resetsAt: start + 7_200, at: start)))
    #expect(try bench.arrive().step == attempt("a", 1))
  }

  @Test(
    "an exhausted answer's wait is rounded up and bounded",
    arguments: [(0.0, "1"), (-5, "1"), (0.2, "1"), (1.2, "2"), (9e9, "2678400")])
  func retryAfter(_ seconds: Double, _ expected: String) {
    let answer = LocalAnswer.exhausted(resetsAt: start + seconds, at: start)

    #expect(answer.headers.value(of: "retry-after") == expected)
  }

  @Test("a reset that no one named is not invented")
  func unknownReset() throws {
    var bench = Bench(["a"])
    let number = try bench.arrive().number

    let step = try bench.outcome(number, answered(429, "usage_limit_reached"))

    let answer = LocalAnswer.exhausted(resetsAt: nil, at: start)
    #expect(step == .answer(answer))
    #expect(!answer.body.contains("resets"))
    #expect(answer.headers.value(of: "retry-after") == "60")
  }

  @Test("a pool without a sign-in says so, and does not speak of limits")
  func signedOut() throws {
    var bench = Bench(["a"])
    let number = try bench.arrive().number

    #expect(
      try bench.outcome(number, .tokenUnavailable(isDead: true)) == .answer(.signInNeeded))
    #expect(try Bench([]).rotationStart() == .answer(.signInNeeded))
  }

  @Test("who waits is woken in order the moment an account frees up, all 64 of them")
  func waiting() throws {
    var bench = Bench(["a"])
    let first = try bench.arrive().number
    let throttled = answered(429, headers: [HTTPField("retry-after", "8")])
    #expect(try bench.outcome(first, throttled) == attempt("a", 2, pause: 8))
    let others = try (0..<64).map { _ in try bench.arrive() }
    #expect(others.allSatisfy { $0.step == .wait })
    #expect(bench.rotation.nextWake(at: bench.now) == .seconds(8))

    bench.wait(4)
    #expect(bench.send(.timePassed).isEmpty)
    bench.wait(4)
    let woken = bench.rotation.receive(.timePassed, at: bench.now)

    let numbers = woken.map { action -> RequestNumber? in
      if case .decided(let number, let decision) = action, decision.step == attempt("a", 1) {
        return number
      }
      return nil
    }
    #expect(numbers == others.map(\.number))
    #expect(bench.rotation.nextWake(at: bench.now) == nil)
  }

  @Test("who waits is woken at once by a new account, and never waits longer than its minute")
  func wokenByEvents() throws {
    var bench = Bench(["a"])
    let first = try bench.arrive().number
    _ = try bench.outcome(first, limited(50))
    let second = try bench.arrive()
    #expect(second.step == .wait)

    let pool = [candidate("a"), candidate("b")]
    let woken = bench.send(.poolChanged(pool, SelectionPolicy()))

    #expect(woken[second.number]?.step == attempt("b", 1))
    #expect(woken[first]?.step == attempt("b", 2))
  }

  @Test("a limit that shows in no window ends at its time, and not with the next reading only")
  func invisibleLimit() throws {
    var bench = Bench(["a"])
    let number = try bench.arrive().number
    let headers = [
      HTTPField("x-codex-primary-used-percent", "40"),
      HTTPField("x-codex-primary-window-minutes", "10080"),
    ]
    let members = #","resets_in_seconds":3600"#
    _ = try bench.outcome(
      number, answered(429, "usage_limit_reached", members: members, headers: headers))
    bench.wait(3_601)

    #expect(try bench.arrive().step == attempt("a", 1))
  }

  @Test("no answer of ours names a Retry-After of 0")
  func neverZero() {
    let answers: [LocalAnswer] = [
      .exhausted(resetsAt: start, at: start), .throttled(.zero), .throttled(nil), .triesSpent,
      .backendDown(.overloaded), .backendDown(.closed), .gaveUp(.timedOut),
    ]

    let waits = answers.map { $0.headers.value(of: "retry-after").flatMap { Int($0) } ?? 0 }

    #expect(waits.allSatisfy { $0 >= 1 })
  }
}

extension Bench {
  /// What is decided for the first request.
  fileprivate func rotationStart() throws -> Decision.Step {
    var copy = self
    return try copy.arrive().step
  }
}
