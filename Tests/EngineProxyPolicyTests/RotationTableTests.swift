import EngineCore
import Testing

@testable import EngineProxyPolicy

@Suite("Rotation: what the upstream says and what is done")
struct RotationTableTests {
  private let limit = answered(429, "usage_limit_reached", members: #","resets_at":1790003600"#)

  @Test("2xx streams, and is a success only when the stream has ended")
  func success() throws {
    var bench = Bench()
    let request = try bench.arrive()

    let head = try bench.outcome(request.number, answered(200))
    let before = bench.lessons
    let end = try bench.outcome(request.number, .ended)

    #expect([request.step, head, end] == [attempt("a", 1), .stream, .finish])
    #expect(before == [])
    #expect(bench.lessons.map(\.kind) == [.served])
  }

  @Test("a stream that breaks off is not a success")
  func noSuccess() throws {
    var bench = Bench()
    let number = try bench.arrive().number
    _ = try bench.outcome(number, answered(200))
    _ = bench.send(.outputBegan(number))

    let step = try bench.outcome(number, .cut)

    #expect(step == .endStream)
    #expect(bench.lessons.map(\.kind) == [.resting(until: start + 5)])
  }

  @Test("a limit or overload event that comes first in a 200 stream moves the request")
  func limitEvent() throws {
    var bench = Bench()
    let number = try bench.arrive().number
    _ = try bench.outcome(number, answered(200))

    let failure = StreamFailure(code: "usage_limit_reached", resetsAt: start + 3_600)
    let moved = try bench.outcome(number, .failedInStream(failure))
    let overload = StreamFailure(code: "server_is_overloaded")
    let again = try bench.outcome(number, .failedInStream(overload))

    #expect([moved, again] == [attempt("b", 2), attempt("c", 3, pause: 0.2)])
    #expect(bench.lessons.first?.kind == .blocked(until: start + 3_600))
  }

  @Test("429 usage limit: no new request to the account until its reset, and the request moves")
  func usageLimit() throws {
    var bench = Bench()
    let request = try bench.arrive()
    let moved = try bench.outcome(request.number, limit)
    let during = try bench.arrive().step
    bench.wait(3_601)
    let pool = ["a", "b", "c"].enumerated().map {
      candidate($1, used: Double(10 + $0), readAt: bench.now.wall)
    }
    _ = bench.send(.poolChanged(pool, SelectionPolicy()))
    let after = try bench.arrive().step

    #expect([moved, during, after] == [attempt("b", 2), attempt("b", 1), attempt("a", 1)])
  }

  @Test("a nearer reset, or a newer reading that shows less used, ends a limit")
  func nearer() throws {
    var bench = Bench()
    let request = try bench.arrive()
    _ = try bench.outcome(request.number, limit)
    let reading = QuotaReading(
      readAt: start + 1, source: .usage, isAllowed: true, isLimitReached: false,
      windows: [QuotaWindow(lengthSeconds: week, usedPercent: 1, resetsAt: nil)])
    _ = bench.send(.readingArrived(AccountID("a"), reading))

    #expect(try bench.arrive().step == attempt("a", 1))
  }

  @Test(
    "429 short throttle: under 2 s it is waited out on the same account, else the request moves")
  func throttle() throws {
    var bench = Bench()
    let number = try bench.arrive().number
    let short = answered(429, "rate_limit_exceeded", headers: [HTTPField("retry-after", "1.5")])
    let long = answered(429, "rate_limit_exceeded", headers: [HTTPField("retry-after", "8")])

    let waited = try bench.outcome(number, short)
    let moved = try bench.outcome(number, long)

    #expect([waited, moved] == [attempt("a", 2, pause: 1.5), attempt("b", 3)])
    #expect(bench.lessons.map(\.kind) == [.resting(until: start + 8)])
  }

  @Test("401: refreshed once on the same account; still 401, the account is expired and it moves")
  func unauthorized() throws {
    var bench = Bench()
    let number = try bench.arrive().number

    let again = try bench.outcome(number, answered(401))
    let moved = try bench.outcome(number, answered(401))

    #expect([again, moved] == [attempt("a", 2, needsNewToken: true), attempt("b", 3)])
    #expect(bench.lessons.map(\.kind) == [.expired])
    #expect(try bench.arrive().step == attempt("b", 1))
    _ = bench.send(.signInRenewed(AccountID("a")))
    #expect(try bench.arrive().step == attempt("a", 1))
  }

  @Test("a revoked token never takes the pool with it: one account is marked, no matter who asks")
  func cascade() throws {
    var bench = Bench(["a", "b", "c", "d", "e"])
    for _ in 0..<6 {
      let request = try bench.arrive()
      var step = request.step
      while case .send = step { step = try bench.outcome(request.number, answered(401)) }
    }

    #expect(bench.lessons.filter { $0.kind == .expired }.map(\.account.text) == ["a"])
  }

  @Test("a sign-in that cannot be renewed marks its account alone and moves")
  func deadToken() throws {
    var bench = Bench()
    let number = try bench.arrive().number

    #expect(try bench.outcome(number, .tokenUnavailable(isDead: true)) == attempt("b", 2))
    #expect(bench.lessons.map(\.kind) == [.expired])
  }

  @Test(
    "402 and 403 of a workspace or plan: the account is blocked with the reason, the request moves",
    arguments: [(402, "x"), (403, "deactivated_workspace"), (429, "usage_not_included")])
  func refused(_ status: Int, _ code: String) throws {
    var bench = Bench()
    let number = try bench.arrive().number

    #expect(try bench.outcome(number, answered(status, code)) == attempt("b", 2))
    #expect(bench.lessons.map(\.kind) == [.blocked(until: nil)])
    #expect(try bench.arrive().step == attempt("b", 1))
  }

  @Test(
    "403 other, 404, 400, 422 are the client's own: passed through, never counted",
    arguments: [403, 404, 400, 422])
  func clientsOwn(_ status: Int) throws {
    var bench = Bench()
    let number = try bench.arrive().number

    #expect(try bench.outcome(number, answered(status)) == .passThrough(status: status))
    #expect(bench.lessons == [])
    #expect(try bench.arrive().step == attempt("a", 1))
  }

  @Test("403 and 404 become 400 where the path holds a token", arguments: [403, 404])
  func tokenInPath(_ status: Int) throws {
    var bench = Bench()
    let number = try bench.arrive(facts(hasTokenInPath: true)).number

    #expect(try bench.outcome(number, answered(status)) == .passThrough(status: 400))
  }

  @Test("400 invalid_encrypted_content after a move goes back to the owner, once")
  func foreignHistory() throws {
    var bench = Bench()
    try bench.serve(bench.arrive(facts(conversation: "x")).number)
    let request = try bench.arrive(facts(conversation: "x"))

    let moved = try bench.outcome(request.number, answered(500))
    let home = try bench.outcome(request.number, answered(400, "invalid_encrypted_content"))
    let passed = try bench.outcome(request.number, answered(400, "invalid_encrypted_content"))

    #expect(
      [moved, home, passed] == [
        attempt("b", 2, pause: 0.1), attempt("a", 3), .passThrough(status: 400),
      ])
    #expect(bench.home("x") == "a")
  }

  @Test("where the owner cannot serve, the client is told whose history it is")
  func foreignHistoryUnserved() throws {
    var bench = Bench()
    try bench.serve(bench.arrive(facts(conversation: "x")).number)
    let number = try bench.arrive(facts(conversation: "x")).number
    _ = try bench.outcome(number, limit)

    let step = try bench.outcome(number, answered(400, "invalid_encrypted_content"))

    #expect(step == .answer(.foreignHistory))
    #expect(bench.home("x") == "a")
  }

  @Test(
    "5xx, connect and time-outs: tried elsewhere after a pause, with a brief rest",
    arguments: [
      answered(500), .failedToConnect, .timedOutConnecting, .timedOutBeforeHead,
      .closedBeforeHead(wasReused: false),
    ])
  func serverFault(_ outcome: UpstreamOutcome) throws {
    var bench = Bench()
    let number = try bench.arrive().number

    #expect(try bench.outcome(number, outcome) == attempt("b", 2, pause: 0.1))
    #expect(bench.lessons.map(\.kind) == [.resting(until: start + 5)])
  }

  @Test("three accounts failing alike: it stops hopping and says that the backend is down")
  func outage() throws {
    var bench = Bench(["a", "b", "c", "d"])
    let number = try bench.arrive().number
    _ = try bench.outcome(number, answered(502))
    _ = try bench.outcome(number, answered(503))

    let step = try bench.outcome(number, answered(500))
    let next = try bench.arrive()
    let once = try bench.outcome(next.number, answered(500))

    #expect(step == .answer(.backendDown(.status(500))))
    #expect(once == .answer(.backendDown(.status(500))))
    #expect(["a", "b", "c", "d"].map { bench.rests($0) } == [false, false, false, false])
  }

  @Test("a stale connection: one own retry on a new one, and no rest for it")
  func stale() throws {
    var bench = Bench()
    let number = try bench.arrive().number

    let first = try bench.outcome(number, .closedBeforeHead(wasReused: true))
    let lessons = bench.lessons
    let second = try bench.outcome(number, .closedBeforeHead(wasReused: true))

    #expect(first == attempt("a", 2, needsNewConnection: true))
    #expect(lessons == [])
    #expect(second == attempt("b", 3, pause: 0.2))
  }

  @Test("a stall in mid-stream ends the stream with an event, and never before output")
  func stall() throws {
    var bench = Bench()
    let number = try bench.arrive().number
    _ = try bench.outcome(number, answered(200))
    let moved = try bench.outcome(number, .stalled)
    _ = try bench.outcome(number, answered(200))
    _ = bench.send(.outputBegan(number))

    let ended = try bench.outcome(number, .stalled)

    #expect([moved, ended] == [attempt("b", 2, pause: 0.1), .endStream])
  }
}
