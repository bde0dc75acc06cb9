import EngineCore
import Testing

@testable import EngineProxyPolicy

@Suite("Rotation: what may move, and where conversations are at home")
struct RotationMoveTests {
  @Test("a client that has gone ends its upstream at once and costs nothing")
  func clientGone() throws {
    var bench = Bench()
    let number = try bench.arrive().number

    let left = bench.send(.clientLeft(number))[number]?.step
    let late = bench.send(.outcome(number, .closedBeforeHead(wasReused: false)))

    #expect(left == .cancel)
    #expect(late.isEmpty && bench.lessons.isEmpty && bench.rotation.courses.isEmpty)
  }

  @Test("after the first byte nothing moves: what the backend says is passed on, and learned")
  func afterOutput() throws {
    var bench = Bench()
    let number = try bench.arrive().number
    _ = try bench.outcome(number, answered(200))
    _ = bench.send(.outputBegan(number))

    let failure = StreamFailure(code: "usage_limit_reached", resetsAt: start + 3_600)
    let step = try bench.outcome(number, .failedInStream(failure))

    #expect(step == .stream)
    #expect(bench.lessons.map(\.kind) == [.blocked(until: start + 3_600)])
  }

  @Test("a request whose body is gone is not sent again")
  func bodyLost() throws {
    var bench = Bench()
    let number = try bench.arrive().number
    _ = bench.send(.bodyLost(number))

    #expect(try bench.outcome(number, answered(500)) == .passThrough(status: nil))
  }

  @Test("what must not be done twice is not, once it may have had its effect")
  func notRepeatable() throws {
    var bench = Bench()
    let first = try bench.arrive(facts(.backend, isRepeatable: false)).number
    let second = try bench.arrive(facts(.backend, isRepeatable: false)).number

    #expect(try bench.outcome(first, .timedOutBeforeHead) == .answer(.gaveUp(.timedOut)))
    #expect(try bench.outcome(second, .failedToConnect) == attempt("a", 2, pause: 0.1))
  }

  @Test(
    "what is asked about an account is passed on and teaches nothing",
    arguments: [429, 402, 403, 500, 404])
  func backendRequests(_ status: Int) throws {
    var bench = Bench()
    let number = try bench.arrive(facts(.backend, isRepeatable: false)).number
    let step = try bench.outcome(number, answered(status))

    guard case .passThrough = step else {
      Issue.record("\(status) led to \(step)")
      return
    }
    #expect(bench.lessons == [])
  }

  @Test("a request without a conversation goes to the account that served its client last")
  func lastServed() throws {
    var bench = Bench()
    let number = try bench.arrive(facts(conversation: "x")).number
    _ = try bench.outcome(number, limited(3_600))
    try bench.serve(number)
    let reading = QuotaReading(
      readAt: start + 1, source: .usage, isAllowed: true, isLimitReached: false,
      windows: [QuotaWindow(lengthSeconds: week, usedPercent: 1, resetsAt: nil)])
    _ = bench.send(.readingArrived(AccountID("a"), reading))

    #expect(try bench.arrive(facts(.backend)).step == attempt("b", 1))
    #expect(try bench.arrive(facts(conversation: "y")).step == attempt("a", 1))
  }

  @Test("a blip moves a request and not its conversation")
  func blip() throws {
    var bench = Bench()
    try bench.serve(bench.arrive(facts(conversation: "x")).number)
    let number = try bench.arrive(facts(conversation: "x")).number
    _ = try bench.outcome(number, answered(500))
    try bench.serve(number)
    #expect(bench.home("x") == "a")
    bench.wait(5)

    #expect(try bench.arrive(facts(conversation: "x")).step == attempt("a", 1))
  }

  @Test("a limit moves the conversation for good")
  func lastingMove() throws {
    var bench = Bench()
    try bench.serve(bench.arrive(facts(conversation: "x")).number)
    let number = try bench.arrive(facts(conversation: "x")).number
    _ = try bench.outcome(number, usageLimit)
    try bench.serve(number)

    #expect(bench.home("x") == "b")
  }

  @Test("the limit of one family of models leaves the account to the others")
  func families() throws {
    var bench = Bench()
    let number = try bench.arrive(facts(model: "spark")).number
    let family = answered(
      429, "usage_limit_reached", members: #","resets_at":1790003600"#,
      headers: [HTTPField("x-codex-active-limit", "codex_bengalfox")])

    #expect(try bench.outcome(number, family) == attempt("b", 2))
    #expect(try bench.arrive(facts(model: "spark")).step == attempt("b", 1))
    #expect(try bench.arrive(facts(model: "other")).step == attempt("a", 1))
  }

  @Test("greetings are worth holding only while the request may still move")
  func holding() throws {
    var bench = Bench(["a", "b", "c", "d", "e"])
    let number = try bench.arrive().number
    _ = try bench.outcome(number, answered(200))
    let early = bench.rotation.holdDeadline(of: number, at: bench.now)
    for _ in 0..<3 { _ = try bench.outcome(number, usageLimit) }
    _ = try bench.outcome(number, answered(200))
    let late = bench.rotation.holdDeadline(of: number, at: bench.now)

    #expect(early == .seconds(60))
    #expect(late == nil)
  }
}
