import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineHTTP
@testable import EngineProxy
@testable import EngineStandin

/// Origins that no one listens at, and backends that do not answer.
@Suite("The proxy: a backend that cannot be reached", .timeLimit(.minutes(2)))
struct UnreachableTests {
  /// No one listens at this port, and no one without privileges can.
  private static let nowhere = "http://127.0.0.1:1"

  @Test("an account whose origin refuses connections is left, rests, and is not asked meanwhile")
  func refusedConnection() async throws {
    try await RelayScene.serve(origins: ["first": Self.nowhere]) { scene in
      let answers = [try await scene.turn("one"), try await scene.turn("two")]

      #expect(answers.map(\.isComplete) == [true, true])
      #expect(await scene.turns() == [.init("second", 200), .init("second", 200)])
      let reason = "the backend could not be reached"
      #expect(scene.moved == [Self.move(because: reason)])
      let first = try #require(await scene.proxy.status().accounts.first)
      #expect(first.label == "first" && first.requests == 1)
      #expect(try #require(first.coolingUntil) > scene.time.now())
      await scene.stop()
      #expect(scene.events.events.compactMap(\.move) == [Self.move(because: reason)])
      #expect(try !scene.isBlocked("first"))
    }
  }

  @Test("an account that sends no head in time is left and rests")
  func noHead() async throws {
    var settings = ProxySettings()
    settings.limits.head = .seconds(2)
    try await RelayScene.serve(settings: settings) { scene in
      await scene.server.standin.script(Behaviour(.hang, on: .responses), for: "first")

      let answer = try await scene.turn()

      #expect(answer.isComplete)
      #expect(scene.moved == [Self.move(because: "the backend did not answer in time")])
      let first = try #require(await scene.proxy.status().accounts.first)
      #expect(try #require(first.coolingUntil) > scene.time.now())
    }
  }

  @Test("three accounts that fail alike mean that the backend is down: no fourth is asked")
  func backendDown() async throws {
    let names = ["first", "second", "third", "fourth"]
    let origins = Dictionary(uniqueKeysWithValues: names.prefix(3).map { ($0, Self.nowhere) })
    try await RelayScene.serve(names, origins: origins) { scene in
      let answer = try await scene.turn()

      #expect(answer.status == 503)
      #expect(answer.text.contains("the backend could not be reached"))
      #expect(await scene.turns() == [])
      #expect(scene.moved.map(\.toLabel) == ["second", "third"])
    }
  }

  private static func move(because reason: String) -> ProxyMove {
    ProxyMove(
      from: AccountID("id-first"), fromLabel: "first", to: AccountID("id-second"),
      toLabel: "second", reason: reason, moment: .beforeFirstByte)
  }
}
