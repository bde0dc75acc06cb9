import EngineCore
import EngineProxy
import TestSupport
import Testing

@testable import EngineHTTP
@testable import EngineStandin

/// As the real backend speaks: HTTP/2 over TLS, many streams in one connection.
@Suite(
  "The proxy: HTTP/2 to the backend", .timeLimit(.minutes(2)),
  .enabled(if: SecureFront.isPossible, "It needs nginx, which is not here."))
struct SharedConnectionTests {
  @Test("a hundred streams share the connections there may be, and all reach their end")
  func manyStreams() async throws {
    try await SecureFront.serve(connections: 2) { scene, front in
      for name in ["first", "second"] {
        await scene.server.standin.script(
          Behaviour(.drip(deltas: 5, milliseconds: 50), on: .responses), for: name)
      }

      let complete = try await withThrowingTaskGroup(of: Bool.self) { group in
        for index in 0..<100 {
          group.addTask { try await scene.turn("conversation \(index)").isComplete }
        }
        return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }

      #expect(complete == 100)
      let answers = try await front.answers(100)
      #expect(answers.count == 100)
      #expect(Set(answers.map(\.version)) == ["HTTP/2.0"])
      #expect(Set(answers.map(\.connection)).count <= 2)
    }
  }

  @Test("a request with a megabyte of body moves to another account")
  func move() async throws {
    try await SecureFront.serve(connections: 1) { scene, front in
      await scene.server.standin.script(
        Behaviour(.usageLimit(resetsInSeconds: 600), on: .responses), for: "first")

      let answer = try await scene.turn(text: String(repeating: "x", count: 1 << 20))

      #expect(answer.isComplete)
      #expect(await scene.turns() == [.init("first", 429), .init("second", 200)])
      #expect(scene.moved.map(\.moment) == [.beforeFirstByte])
      #expect(try await front.answers(2).map(\.version) == ["HTTP/2.0", "HTTP/2.0"])
    }
  }

  @Test("a client that leaves ends its stream at the backend at once, and costs nothing")
  func leaves() async throws {
    try await SecureFront.serve(connections: 1) { scene, _ in
      let isSeen = try await scene.leaveMidStream(of: "first")
      let answer = try await scene.turn()

      #expect(isSeen && answer.isComplete)
      #expect(scene.moved == [])
    }
  }

  @Test("so it does while others share its connection, which they keep")
  func leavesOthers() async throws {
    try await SecureFront.serve(connections: 1) { scene, front in
      for deltas in [40, 5_000] {
        await scene.server.standin.script(
          Behaviour(.drip(deltas: deltas, milliseconds: 25), on: .responses, times: 1), for: "first"
        )
      }
      let staying = try await scene.send(headers: [HTTPField("thread-id", "one")])
      let leaving = try await scene.send(headers: [HTTPField("thread-id", "two")])
      _ = try await leaving.nextChunk()

      await leaving.cancel()

      #expect(await scene.backendSawLeaving())
      let text = String(decoding: try await staying.collect(limit: 1 << 20), as: UTF8.self)
      #expect(text.contains("response.completed"))
      let answers = try await front.answers(2)
      #expect(answers.count == 2 && Set(answers.map(\.connection)).count == 1)
    }
  }

  @Test("a client that does not read holds no one up who shares its connection")
  func slowReader() async throws {
    try await SecureFront.serve(connections: 1) { scene, front in
      await scene.server.standin.script(
        Behaviour(.huge(bytes: 8 << 20), on: .responses, times: 1), for: "first")
      let slow = try await scene.send(headers: [HTTPField("thread-id", "slow")])

      let answers = [try await scene.turn("one"), try await scene.turn("two")]

      #expect(answers.map(\.isComplete) == [true, true])
      #expect(try await slow.collect(limit: 16 << 20).count >= 8 << 20)
      #expect(Set(try await front.answers(3).map(\.connection)).count == 1)
    }
  }
}
