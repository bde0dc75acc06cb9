import EngineCore
import Testing

@testable import EngineStandin

@Suite("The stand-in's scripts")
struct BehaviourTests {
  @Test(
    "a scripted status is answered",
    arguments: [
      (Fault.unauthorized, 401, "token_invalidated"),
      (.status(402), 402, "scripted"), (.status(403), 403, "scripted"),
      (.status(500), 500, "scripted"), (.status(529), 529, "scripted"),
      (.usageLimit(resetsInSeconds: 60), 429, "usage_limit_reached"),
      (.slowDown(retryAfterSeconds: 2), 429, "rate_limit_exceeded"),
    ])
  func statuses(fault: Fault, status: Int, code: String) throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    #expect(bench.script(Behaviour(fault), for: "work"))

    let answers = [bench.usage(tokens), bench.turn(tokens)]

    #expect(answers.map(\.status) == [status, status])
    #expect(answers.map(\.errorCode) == [code, code])
  }

  @Test("a script runs through its lines, each at its endpoint and as often as it says")
  func sequence() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    for line in [
      Behaviour(.normal, on: .usage, times: 1), Behaviour(.status(500), on: .usage, times: 2),
      Behaviour(.status(403), on: .responses, times: 1),
    ] {
      #expect(bench.script(line, for: "work"))
    }

    let usage = (1...4).map { _ in bench.usage(tokens).status }
    let turns = (1...2).map { _ in bench.turn(tokens).status }

    #expect(usage == [200, 500, 500, 200])
    #expect(turns == [403, 200])
    #expect(
      bench.state.entries.map(\.fault) == ["normal", "status", "status", nil, "status", nil])
  }

  @Test("a script strikes its own account alone, a common one everyone")
  func scope() throws {
    let bench = Bench([StandinAccount("work"), StandinAccount("home")])
    let (work, home) = (try bench.signIn("work"), try bench.signIn("home"))
    #expect(bench.script(Behaviour(.status(500)), for: "work"))

    let own = [bench.usage(work).status, bench.usage(home).status]
    #expect(bench.script(Behaviour(.status(503), times: 2), for: nil))
    let common = [bench.usage(work).status, bench.usage(home).status]
    #expect(bench.clearScript(for: "work"))
    let cleared = bench.usage(work).status

    #expect(own == [500, 200])
    #expect(common == [503, 503])
    #expect(cleared == 200)
    #expect(!bench.script(Behaviour(.hang), for: "nobody"))
    #expect(!bench.clearScript(for: "nobody"))
  }

  @Test("401 everywhere leaves the refresh alive unless the script refuses it too")
  func liveAndDeadRefresh() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    #expect(bench.script(Behaviour(.unauthorized), for: "work"))

    let alive = bench.refresh(tokens.refresh)
    let code = "refresh_token_expired"
    #expect(bench.script(Behaviour(.refreshRefused(code: code)), for: "work"))
    let dead = bench.refresh(try #require(alive.tokens).refresh)

    #expect(alive.status == 200)
    #expect(dead.status == 401)
    #expect(dead.errorCode == code)
    #expect(bench.usage(tokens).status == 401)
  }

  @Test("the token endpoint can fail for a while without spending the token")
  func tokenFailure() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    #expect(bench.script(Behaviour(.status(503), on: .token, times: 1), for: "work"))

    let answers = [bench.refresh(tokens.refresh).status, bench.refresh(tokens.refresh).status]

    #expect(answers == [503, 200])
  }

  @Test("a request can hang, or be dropped, before the head")
  func beforeHead() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    #expect(bench.script(Behaviour(.hang, times: 1), for: "work"))
    #expect(bench.script(Behaviour(.drop, times: 1), for: "work"))
    #expect(bench.script(Behaviour(.delay(milliseconds: 70), times: 1), for: "work"))

    let answers = (1...3).map { _ in bench.usage(tokens) }

    #expect(answers.map(\.beforeHead) == [[.hang], [.cut], [.pause(milliseconds: 70)]])
    #expect(answers[2].json?["plan_type"] == "plus")
  }

  @Test("a stream can drip, stall and be cut")
  func streams() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    for fault in [Fault.drip(deltas: 2, milliseconds: 5), .stall(deltas: 2), .cut(deltas: 0)] {
      #expect(bench.script(Behaviour(fault, on: .responses, times: 1), for: "work"))
    }

    let (drip, stall, cut) = (bench.turn(tokens), bench.turn(tokens), bench.turn(tokens))

    #expect(
      drip.eventTypes == [
        "response.created", "response.output_item.added", "response.output_text.delta",
        "response.output_text.delta",
        "response.output_text.delta", "response.output_item.done", "response.completed",
      ])
    #expect(drip.reply == "1 2 echo: hi")
    #expect(drip.body.filter { $0 == .pause(milliseconds: 5) }.count == 2)
    #expect(
      stall.eventTypes == [
        "response.created", "response.output_item.added", "response.output_text.delta",
        "response.output_text.delta",
      ])
    #expect(stall.body.last == .hang)
    #expect(cut.eventTypes == ["response.created", "response.output_item.added"])
    #expect(cut.body.last == .cut)
  }

  @Test("a body that is not a stream can be cut in the middle, too")
  func cutBody() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    let whole = bench.usage(tokens).bodyData
    #expect(bench.script(Behaviour(.cut(deltas: 1), on: .usage), for: "work"))

    let answer = bench.usage(tokens)

    #expect(answer.body == [.bytes(Data(whole.prefix(whole.count / 2))), .cut])
  }

  @Test("a limit can come as the first event of a good answer")
  func limitEvent() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    #expect(bench.script(Behaviour(.limitEvent, on: .responses), for: "work"))

    let answer = bench.turn(tokens)

    #expect(answer.status == 200)
    #expect(answer.eventTypes == ["response.failed"])
    #expect(answer.events[0]["response"]?["error"]?["code"] == "usage_limit_reached")
    #expect(answer.events[0]["response"]?["error"]?["resets_at"] == 1_800_003_600)
  }

  @Test("bodies can be broken, huge, or any text")
  func bodies() throws {
    let bench = Bench()
    let tokens = try bench.signIn()
    let odd = "{\"plan_type\": 7}"
    for fault in [Fault.malformed, .huge(bytes: 5_000_000), .status(200, body: odd)] {
      #expect(bench.script(Behaviour(fault, on: .usage, times: 1), for: "work"))
    }
    #expect(bench.script(Behaviour(.malformed, on: .responses), for: "work"))

    let (broken, huge, text) = (bench.usage(tokens), bench.usage(tokens), bench.usage(tokens))
    let stream = bench.turn(tokens)

    #expect(broken.status == 200 && broken.json == nil && !broken.bodyData.isEmpty)
    #expect(huge.bodyData.count == 5_000_000)
    #expect(text.text == odd)
    #expect(stream.status == 200 && stream.events.isEmpty)
  }

  @Test("a line of a script is the same after a trip through JSON", arguments: Self.lines)
  func roundTrip(line: Behaviour) throws {
    let data = try JSONEncoder().encode(line)

    let decoded = try JSONDecoder().decode(Behaviour.self, from: data)

    #expect(decoded == line)
  }

  private static let lines: [Behaviour] =
    [
      Fault.normal, .status(500, body: "x"), .status(402), .unauthorized,
      .usageLimit(resetsInSeconds: 9), .slowDown(retryAfterSeconds: 3),
      .slowDown(retryAfterSeconds: nil), .hang, .drop, .delay(milliseconds: 4),
      .drip(deltas: 2, milliseconds: 3), .stall(deltas: 4), .cut(deltas: 5), .limitEvent,
      .failureEvent(code: "server_is_overloaded"), .malformed, .huge(bytes: 6),
      .refreshRefused(code: "refresh_token_reused"),
    ].map { Behaviour($0, on: .usage, times: 2) }
}
