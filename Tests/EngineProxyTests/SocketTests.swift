import EngineCore
import EngineHTTP
import EngineProxyPolicy
import Testing

@testable import EngineProxy
@testable import EngineStandin

/// WebSockets through the proxy, frame by frame.
@Suite("The proxy: WebSocket", .timeLimit(.minutes(2)))
struct SocketTests {
  @Test("turns pass both ways on one account, and what they tell is learned")
  func turns() async throws {
    try await serve { scene in
      let socket = try await SocketClient.open(scene)
      let first = try await socket.turn("one")
      let second = try await socket.turn("two")
      await socket.close()

      #expect(first.last == "response.completed")
      #expect(second.last == "response.completed")
      #expect(await scene.methods(of: "first") == ["GET", "WS"])
      #expect(await scene.methods(of: "second") == [])
    }
  }

  @Test("a limit before any output closes the socket without a word, and the next one is elsewhere")
  func limit() async throws {
    try await serve { scene in
      await scene.server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: "first")
      let socket = try await SocketClient.open(scene)
      let first = try await socket.turn("one")
      let next = try await SocketClient.open(scene)
      let second = try await next.turn("one")
      await next.close()

      #expect(first == [])
      #expect(second.last == "response.completed")
      #expect(scene.moved.map(\.moment) == [.beforeOutput])
      #expect(scene.moved.map(\.reason) == ["the account's usage limit is reached"])
      #expect(scene.moved.map(\.toLabel) == ["second"])
    }
  }

  @Test("messages of megabytes pass both ways byte for byte, and a limit after them is learned")
  func long() async throws {
    try await serve { scene in
      let socket = try await SocketClient.open(scene)
      let first = try await socket.turn(Self.megabytes)
      await scene.server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: "first")
      let second = try await socket.turn("two")
      let next = try await SocketClient.open(scene)
      let third = try await next.turn("two")
      await next.close()

      #expect(first.last == "response.completed")
      // The stand-in says everything again, in events that are as long.
      #expect(await socket.longTexts.count == 3)
      #expect(await socket.longTexts.allSatisfy { $0.contains("\"echo: \(Self.megabytes)\"") })
      #expect(second == [])
      #expect(third.last == "response.completed")
      #expect(scene.moved.map(\.reason) == ["the account's usage limit is reached"])
    }
  }

  @Test("a turn whose last message has megabytes is over, so that a drain need not wait for it")
  func drainAfterLong() async throws {
    try await serve { scene in
      let socket = try await SocketClient.open(scene)
      #expect(try await socket.turn(Self.megabytes).last == "response.completed")

      async let stopped: Void = scene.stop(within: .seconds(60))
      let rest = try await socket.rest()
      await stopped

      #expect(rest == [])
    }
  }

  private static let megabytes = String(repeating: "0123456789abcdef", count: 100_000)

  @Test("a backend that offers no WebSocket is 426, so that codex takes HTTP")
  func notOffered() async throws {
    try await RelayScene.serve { scene in
      await #expect(throws: SocketClient.Refused(status: 426)) {
        try await SocketClient.open(scene)
      }
    }
  }

  @Test("with nothing usable the handshake is 426, and HTTP tells the limit")
  func nothingUsable() async throws {
    try await serve { scene in
      for name in ["first", "second"] {
        await scene.server.standin.script(
          Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: name)
        let socket = try await SocketClient.open(scene)
        #expect(try await socket.turn("one") == [])
      }

      await #expect(throws: SocketClient.Refused(status: 426)) {
        try await SocketClient.open(scene)
      }
      #expect(try await scene.turn("one").status == 429)
    }
  }

  @Test("a turn that falls silent ends with a closed socket")
  func silence() async throws {
    var settings = ProxySettings()
    settings.limits.stall = .seconds(4)
    try await serve(settings) { scene in
      await scene.server.standin.script(
        Behaviour(.stall(deltas: 1), on: .responses, times: 1), for: "first")
      let socket = try await SocketClient.open(scene)

      let types = try await socket.turn("one")

      #expect(types.contains("response.output_text.delta"))
      #expect(!types.contains("response.completed"))
    }
  }

  @Test("an idle socket is closed by a drain at once, one in a turn after it")
  func drain() async throws {
    try await serve { scene in
      await scene.server.standin.script(
        Behaviour(.drip(deltas: 20, milliseconds: 20), on: .responses, times: 1), for: "first")
      let idle = try await SocketClient.open(scene)
      let busy = try await SocketClient.open(scene)
      try await busy.ask("one")
      _ = try await busy.next()

      async let stopped: Void = scene.stop(within: .seconds(30))
      let idleRest = try await idle.rest()
      let busyRest = try await busy.rest()
      await stopped

      #expect(idleRest == [])
      #expect(busyRest.last == "response.completed")
    }
  }

  private func serve(
    _ settings: ProxySettings = ProxySettings(), body: (RelayScene) async throws -> Void
  ) async throws {
    try await RelayScene.serve(settings: settings) { scene in
      await scene.server.standin.update { state, _ in state.settings.offersWebSocket = true }
      try await body(scene)
    }
  }
}
