import EngineCore
import TestSupport
import Testing

@testable import EngineHTTP
@testable import EngineProxy
@testable import EngineStandin

/// Every row of the decision table over real sockets.
@Suite("The proxy: what the backend says and what the client gets", .timeLimit(.minutes(3)))
struct DecisionTableTests {
  @Test("a turn is passed on byte for byte to the preferred account")
  func plain() async throws {
    try await RelayScene.serve { scene in
      let answer = try await scene.turn()

      #expect(answer.isComplete)
      #expect(answer.text.contains("echo: hi"))
      #expect(await scene.turns() == [.init("first", 200)])
      #expect(scene.moved == [])
    }
  }

  @Test("a used-up account is left before the first byte, with one event, until its reset")
  func usageLimit() async throws {
    try await RelayScene.serve { scene in
      await scene.server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: "first")

      let answers = [try await scene.turn(), try await scene.turn(), try await scene.turn("two")]

      #expect(answers.map(\.isComplete) == [true, true, true])
      #expect(
        await scene.turns() == [
          .init("first", 429), .init("second", 200), .init("second", 200), .init("second", 200),
        ])
      let move = ProxyMove(
        from: AccountID("id-first"), fromLabel: "first", to: AccountID("id-second"),
        toLabel: "second", reason: "the account's usage limit is reached", moment: .beforeFirstByte)
      #expect(scene.moved == [move])
      await scene.stop()
      let told = scene.events.events.filter { $0.kind == .requestMoved }
      #expect(told.map(\.move) == [move])
      #expect(
        told.map(\.message) == [
          "A request moved from first to second before the first byte: the account's usage limit is reached."
        ])
      #expect(scene.count(of: .accountBlocked) == 1)
      #expect(try scene.isBlocked("first"))
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let faults: [Behaviour]
    let turns: [RelayScene.Turn]

    var testDescription: String { name }
  }

  static let movingRows = [
    Row(
      name: "401 although the token is fresh",
      faults: [Behaviour(.unauthorized, on: .responses)],
      turns: [.init("first", 401), .init("first", 401), .init("second", 200)]),
    Row(
      name: "401 and a refresh that is refused",
      faults: [
        Behaviour(.unauthorized, on: .responses),
        Behaviour(.refreshRefused(code: "refresh_token_expired")),
      ], turns: [.init("first", 401), .init("second", 200)]),
    Row(
      name: "402", faults: [Behaviour(.status(402), on: .responses)],
      turns: [.init("first", 402), .init("second", 200)]),
    Row(
      name: "403 of the workspace",
      faults: [
        Behaviour(
          .status(403, body: #"{"error":{"code":"workspace_access_denied"}}"#), on: .responses)
      ], turns: [.init("first", 403), .init("second", 200)]),
    Row(
      name: "500", faults: [Behaviour(.status(500), on: .responses)],
      turns: [.init("first", 500), .init("second", 200)]),
    Row(
      name: "503 overloaded",
      faults: [
        Behaviour(.status(503, body: #"{"error":{"code":"server_is_overloaded"}}"#), on: .responses)
      ], turns: [.init("first", 503), .init("second", 200)]),
    Row(
      name: "a throttle of five seconds",
      faults: [Behaviour(.slowDown(retryAfterSeconds: 5), on: .responses)],
      turns: [.init("first", 429), .init("second", 200)]),
    Row(
      name: "a limit inside a good stream",
      faults: [Behaviour(.limitEvent, on: .responses)],
      turns: [.init("first", 200), .init("second", 200)]),
    Row(
      name: "an overload inside a good stream",
      faults: [Behaviour(.failureEvent(code: "server_is_overloaded"), on: .responses)],
      turns: [.init("first", 200), .init("second", 200)]),
  ]

  @Test("what another account may do better moves before the first byte", arguments: movingRows)
  func moves(row: Row) async throws {
    try await RelayScene.serve { scene in
      for fault in row.faults { await scene.server.standin.script(fault, for: "first") }

      let answer = try await scene.turn()

      #expect(answer.isComplete)
      #expect(await scene.turns() == row.turns)
      #expect(scene.moved.map(\.toLabel) == ["second"])
    }
  }

  @Test(
    "what is the client's own is passed on and held against no one", arguments: [400, 404, 422])
  func clientFault(status: Int) async throws {
    try await RelayScene.serve { scene in
      let body = #"{"error":{"message":"no such model"}}"#
      await scene.server.standin.script(
        Behaviour(.status(status, body: body), on: .responses, times: 1), for: "first")

      let refused = try await scene.turn()
      let served = try await scene.turn()

      #expect(refused.status == status)
      #expect(refused.text == body)
      #expect(served.isComplete)
      #expect(await scene.turns() == [.init("first", status), .init("first", 200)])
    }
  }

  @Test("a throttle of a second is waited out on the same account")
  func shortThrottle() async throws {
    try await RelayScene.serve { scene in
      await scene.server.standin.script(
        Behaviour(.slowDown(retryAfterSeconds: 1), on: .responses, times: 1), for: "first")

      let answer = try await scene.turn()

      #expect(answer.isComplete)
      #expect(await scene.turns() == [.init("first", 429), .init("first", 200)])
    }
  }

  @Test(
    "with nothing usable the client gets the backend's own kind of limit, and its earliest reset")
  func nothingUsable() async throws {
    try await RelayScene.serve { scene in
      for (name, seconds) in [("first", 900), ("second", 600)] {
        await scene.server.standin.script(
          Behaviour(.usageLimit(resetsInSeconds: seconds), on: .responses), for: name)
      }

      let answer = try await scene.turn()

      #expect(answer.status == 429)
      #expect(answer.text.contains(#""type":"usage_limit_reached""#))
      let wait = try #require(answer.headers.value(of: "retry-after").flatMap { Int($0) })
      #expect((1...600).contains(wait))
      #expect(await scene.turns() == [.init("first", 429), .init("second", 429)])
    }
  }

  @Test("a connection that closes without an answer is left for another account")
  func droppedConnection() async throws {
    try await RelayScene.serve { scene in
      await scene.server.standin.script(Behaviour(.drop, on: .responses), for: "first")

      let answer = try await scene.turn()

      #expect(answer.isComplete)
      #expect(scene.moved.map(\.toLabel) == ["second"])
    }
  }

  @Test("a stream that is none is passed on for what it is, and ends in an event")
  func malformedStream() async throws {
    try await RelayScene.serve { scene in
      await scene.server.standin.script(Behaviour(.malformed, on: .responses), for: "first")

      let answer = try await scene.turn()

      #expect(answer.text.contains("data: ]"))
      #expect(answer.text.contains("event: response.failed"))
      #expect(await scene.turns() == [.init("first", 200)])
    }
  }

  @Test("a stream that is cut or falls silent after output ends in an event, and is not sent again")
  func brokenStreams() async throws {
    var settings = ProxySettings()
    settings.limits.stall = .seconds(5)
    for fault in [Fault.cut(deltas: 2), .stall(deltas: 2)] {
      try await RelayScene.serve(settings: settings) { scene in
        await scene.server.standin.script(
          Behaviour(fault, on: .responses, times: 1), for: "first")

        let answer = try await scene.turn()

        #expect(answer.status == 200)
        #expect(answer.text.contains("response.output_text.delta"))
        #expect(answer.text.contains("event: response.failed"))
        #expect(!answer.text.contains("response.completed"))
        #expect(await scene.turns().count == 1)
      }
    }
  }

  @Test("an upstream that never answers costs one limit, and the request moves")
  func silentUpstream() async throws {
    var settings = ProxySettings()
    settings.limits.connect = .seconds(1)
    settings.limits.head = .seconds(4)
    try await RelayScene.serve(settings: settings) { scene in
      await scene.server.standin.script(Behaviour(.hang, on: .responses), for: "first")

      let answer = try await scene.turn()

      #expect(answer.isComplete)
      #expect(scene.moved.map(\.toLabel) == ["second"])
    }
  }
}
