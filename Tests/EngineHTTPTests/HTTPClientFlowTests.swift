import EngineCore
import Testing

@testable import EngineHTTP

@Suite("HTTPClient: back-pressure, leaving, many at once", .timeLimit(.minutes(3)))
struct HTTPClientFlowTests {
  @Test("the server waits while no one reads the answer", arguments: LoopBackend.allCases)
  func responseBackPressure(backend: LoopBackend) async throws {
    let total = 32 << 20
    let written = Box(0)
    try await withServer(
      backend,
      handler: { _, response in
        try await response.begin(status: 200)
        let part = [UInt8](repeating: 1, count: 1 << 16)
        for _ in 0..<(total / part.count) {
          try await response.write(part)
          written.update { $0 += part.count }
        }
      }
    ) { server in
      let response = try await server.httpClient().send(ClientRequest(url: server.url("/")))
      let before = await steadyValue { written.value }
      var read = 0
      while let chunk = try await response.nextChunk() { read += chunk.count }

      // What fits into the buffers of two sockets and of swop is far from the whole.
      #expect(before < total / 4)
      #expect(read == total)
    }
  }

  @Test("a request's source waits while the server does not read", arguments: LoopBackend.allCases)
  func requestBackPressure(backend: LoopBackend) async throws {
    let total = 32 << 20
    let mayRead = Signal()
    let produced = Box(0)
    try await withServer(backend, handler: countBytes(after: mayRead)) { server in
      let answer = Task {
        try await server.httpClient().text(
          ClientRequest(
            method: "POST", url: server.url("/"),
            body: .stream(length: nil) {
              guard produced.value < total else { return nil }
              produced.update { $0 += 1 << 16 }
              return [UInt8](repeating: 2, count: 1 << 16)
            }))
      }
      await eventually { produced.value > 0 }
      let before = await steadyValue { produced.value }
      mayRead.fire()

      let text = try await answer.value
      #expect(before < total / 4)
      #expect(text == "200 \(total)")
    }
  }

  @Test("cuts the connection when the reader's task is cancelled", arguments: LoopBackend.allCases)
  func cancellation(backend: LoopBackend) async throws {
    let left = Signal()
    try await withServer(
      backend,
      handler: { request, response in
        try await response.begin(status: 200)
        try await response.write("first".utf8)
        await request.whenClientLeaves()
        left.fire()
      }
    ) { server in
      let client = server.httpClient()
      let wasRead = Signal()
      let reader = Task { () -> HTTPError? in
        do throws(HTTPError) {
          let response = try await client.send(ClientRequest(url: server.url("/")))
          while try await response.nextChunk() != nil { wasRead.fire() }
          return nil
        } catch {
          return error
        }
      }
      await wasRead.wait()

      reader.cancel()

      #expect(await reader.value == .cancelled)
      await left.wait()
      #expect(await client.transferCount == 0)
    }
  }

  @Test("cuts the connection when the answer is dropped unread")
  func dropped() async throws {
    let left = Signal()
    try await withServer(handler: { request, response in
      try await response.begin(status: 200)
      await request.whenClientLeaves()
      left.fire()
    }) { server in
      let client = server.httpClient()

      _ = try await client.send(ClientRequest(url: server.url("/")))

      await left.wait()
      await eventually { await client.transferCount == 0 }
    }
  }

  @Test("gives up waiting for a head when its task is cancelled")
  func cancelledBeforeHead() async throws {
    let arrived = Signal()
    let left = Signal()
    try await withServer(handler: { request, _ in
      arrived.fire()
      await request.whenClientLeaves()
      left.fire()
    }) { server in
      let client = server.httpClient()
      let task = Task { try await client.send(ClientRequest(url: server.url("/"))) }
      await arrived.wait()

      task.cancel()

      await #expect(throws: HTTPError.cancelled) { _ = try await task.value }
      await left.wait()
    }
  }

  @Test("an error of the body's source ends the request")
  func brokenSource() async throws {
    struct Broken: Error {}
    let left = Signal()
    try await withServer(handler: { request, _ in
      defer { left.fire() }
      _ = try await request.collect()
    }) { server in
      await #expect(throws: HTTPError.cancelled) {
        try await server.httpClient().send(
          ClientRequest(
            method: "POST", url: server.url("/"), body: .stream(length: 10) { throw Broken() }))
      }
      await eventually { await server.server.connectionCount == 0 }
    }
  }

  @Test("serves three hundred streams at once", arguments: LoopBackend.allCases)
  func manyStreams(backend: LoopBackend) async throws {
    let count = 300
    let arrived = Signal()
    try await withServer(
      backend,
      handler: { _, response in
        try await response.begin(status: 200)
        try await response.write("a".utf8)
        arrived.fire()
        await arrived.wait(for: count)
        for _ in 1...5 { try await response.write("b".utf8) }
      }
    ) { server in
      let client = server.httpClient()
      let answers = await withTaskGroup(of: String?.self) { group in
        for _ in 1...count {
          group.addTask { try? await client.text(ClientRequest(url: server.url("/"))) }
        }
        return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      }

      #expect(answers == ["200 abbbbb": count])
    }
  }
}
