import EngineCore
import EngineProxyPolicy
import Testing

@testable import EngineHTTP
@testable import EngineProxy
@testable import EngineStandin

@Suite("The proxy: conversations, leaving, starting again", .timeLimit(.minutes(3)))
struct LifeTests {
  @Test("fifty conversations over four accounts stay where they are, also after a restart")
  func affinity() async throws {
    let names = ["first", "second", "third", "fourth"]
    try await RelayScene.serve(names) { scene in
      // Each conversation begins while another account is the best one.
      for index in 0..<50 {
        try await scene.prefer(names[index % 4])
        let answer = try await scene.turn("conversation \(index)")
        #expect(answer.isComplete)
      }
      let homes = await scene.homes()

      for index in 0..<50 { _ = try await scene.turn("conversation \(index)") }
      await scene.stop()
      try await scene.start()
      for index in 0..<50 { _ = try await scene.turn("conversation \(index)") }

      #expect(Set(homes.values).count == 4)
      #expect(await scene.homes() == homes)
      #expect(scene.moved == [])
    }
  }

  @Test("switching an account off moves its conversations and no others")
  func switchedOff() async throws {
    try await RelayScene.serve { scene in
      for (index, name) in ["first", "second", "first", "second"].enumerated() {
        try await scene.prefer(name)
        _ = try await scene.turn("conversation \(index)")
      }

      scene.switchOff("second")
      try await scene.proxy.refreshPool()
      for index in 0..<4 { _ = try await scene.turn("conversation \(index)") }

      let last = await scene.turns().suffix(4)
      #expect(last.map(\.account) == ["first", "first", "first", "first"])
      #expect(scene.moved.map(\.moment) == [.beforeRequest, .beforeRequest])
    }
  }

  @Test("free memory goes back to the system again and again")
  func memory() async throws {
    var settings = ProxySettings()
    settings.poolInterval = .milliseconds(1)
    try await RelayScene.serve(settings: settings) { scene in
      #expect(await scene.settles { _ in scene.memoryReturnCount >= 2 })
    }
  }

  @Test("a used-up account stays out after a restart")
  func conditionsLast() async throws {
    try await RelayScene.serve { scene in
      await scene.server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: "first")
      _ = try await scene.turn()

      await scene.stop()
      try await scene.start()
      let answer = try await scene.turn("another")

      #expect(answer.isComplete)
      #expect(
        await scene.turns() == [.init("first", 429), .init("second", 200), .init("second", 200)])
    }
  }

  @Test("a client that leaves in the middle of a stream ends it at the backend, and costs nothing")
  func leavesMidStream() async throws {
    try await RelayScene.serve { scene in
      #expect(try await scene.leaveMidStream(of: "first"))
      let answer = try await scene.turn()
      #expect(answer.isComplete)
      #expect(await scene.turns() == [.init("first", 200), .init("first", 200)])
    }
  }

  @Test("a client that leaves before the head causes no further try")
  func leavesBeforeHead() async throws {
    try await RelayScene.serve { scene in
      await scene.server.standin.script(Behaviour(.hang, on: .responses, times: 1), for: "first")
      let waiting = Task { try await scene.turn() }
      #expect(
        await scene.server.standin.wait { state in
          state.entries.contains { $0.endpoint == .responses }
        })

      waiting.cancel()

      #expect(await scene.backendSawLeaving())
      let answer = try await scene.turn("two")
      #expect(answer.isComplete)
      #expect(await scene.turns().map(\.account) == ["first", "first"])
      #expect(scene.moved == [])
    }
  }

  @Test("stopping lets a running stream finish and takes no new request")
  func drain() async throws {
    try await RelayScene.serve { scene in
      await scene.server.standin.script(
        Behaviour(.drip(deltas: 30, milliseconds: 20), on: .responses, times: 1), for: "first")
      let response = try await scene.send()
      let beginning = try await response.nextChunk() ?? []
      let address = try scene.addresses.url

      async let stopped: Void = scene.stop(within: .seconds(30))
      let rest = try await response.collect(limit: 1 << 20)
      await stopped

      let text = String(decoding: beginning + rest, as: UTF8.self)
      #expect(text.contains("response.completed"))
      await #expect(throws: HTTPError.self) {
        try await scene.client.send(ClientRequest(url: address + "/healthz"))
      }
    }
  }

  @Test("requests that wait for a resting account are served the moment it may be asked again")
  func waiting() async throws {
    try await RelayScene.serve(["first"]) { scene in
      await scene.server.standin.script(
        Behaviour(.slowDown(retryAfterSeconds: 3), on: .responses, times: 1), for: "first")

      let answers = try await withThrowingTaskGroup(of: RelayScene.Answer.self) { group in
        for index in 0..<8 { group.addTask { try await scene.turn("conversation \(index)") } }
        return try await group.reduce(into: []) { $0.append($1) }
      }

      #expect(answers.map(\.isComplete) == Array(repeating: true, count: 8))
    }
  }

  @Test("what answers say of an account's windows is in the database a moment later")
  func readings() async throws {
    try await RelayScene.serve { scene in
      _ = try await scene.turn()
      await scene.stop()

      let reading = try scene.storedReading(of: "first")
      #expect(reading?.source == .response)
      #expect(reading?.windows.map(\.lengthSeconds) == [18_000, 604_800])
    }
  }
}
