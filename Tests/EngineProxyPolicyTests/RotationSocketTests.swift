import EngineCore
import Testing

@testable import EngineProxyPolicy

@Suite("Rotation: WebSocket")
struct RotationSocketTests {
  @Test(
    "a WebSocket that cannot be had is a 426, whatever the cause",
    arguments: [answered(404), answered(403), answered(426), answered(400)])
  func upgrade(_ outcome: UpstreamOutcome) throws {
    var bench = Bench()
    let number = try bench.arrive(facts(.socket)).number

    #expect(try bench.outcome(number, outcome) == .answer(.upgradeRequired))
    #expect(LocalAnswer.upgradeRequired.status == 426)
  }

  @Test("with nothing usable a WebSocket gets 426, and HTTP then the 429 with its body")
  func socketExhausted() throws {
    var bench = Bench(["a"])
    let number = try bench.arrive().number
    _ = try bench.outcome(number, limited(3_600))

    #expect(try bench.arrive(facts(.socket)).step == .answer(.upgradeRequired))
    #expect(
      try bench.arrive().step == .answer(.exhausted(resetsAt: start + 3_600, at: start)))
  }

  @Test("a WebSocket does not wait for an account: codex would give it up, and HTTP can wait")
  func socketWaits() throws {
    var bench = Bench(["a"])
    let number = try bench.arrive().number
    let throttled = answered(429, headers: [HTTPField("retry-after", "8")])
    let socket = try bench.arrive(facts(.socket)).number
    _ = try bench.outcome(number, throttled)

    #expect(try bench.arrive(facts(.socket)).step == .answer(.upgradeRequired))
    #expect(try bench.outcome(socket, throttled) == .answer(.upgradeRequired))
    #expect(try bench.arrive().step == .wait)
  }

  @Test("a limit frame before the turn's output closes the socket; the next one goes elsewhere")
  func limitFrame() throws {
    var bench = Bench()
    let number = try bench.arrive(facts(.socket, conversation: "x")).number
    _ = try bench.outcome(number, answered(101))
    _ = bench.send(.turnBegan(number))
    let failure = StreamFailure(
      status: 429, code: "usage_limit_reached", resetsAt: start + 3_600)

    #expect(try bench.outcome(number, .failedInStream(failure)) == .closeSocket)
    #expect(try bench.arrive(facts(.socket, conversation: "x")).step == attempt("b", 1))
  }

  @Test("a limit frame after output is passed on; in the next turn it closes the socket again")
  func laterFrame() throws {
    var bench = Bench()
    let number = try bench.arrive(facts(.socket)).number
    _ = try bench.outcome(number, answered(101))
    _ = bench.send(.turnBegan(number))
    _ = bench.send(.outputBegan(number))
    let failure = StreamFailure(status: 429, code: "usage_limit_reached")

    #expect(try bench.outcome(number, .failedInStream(failure)) == .stream)
    _ = bench.send(.turnBegan(number))
    #expect(try bench.outcome(number, .failedInStream(failure)) == .closeSocket)
  }

  @Test("an idle WebSocket that goes away teaches nothing about its account")
  func idleSocket() throws {
    var bench = Bench()
    let number = try bench.arrive(facts(.socket)).number
    _ = try bench.outcome(number, answered(101))

    #expect(try bench.outcome(number, .cut) == .closeSocket)
    #expect(bench.lessons == [])
  }
}
