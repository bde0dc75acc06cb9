import CSystem
import EngineCore
import Testing

@testable import EngineHTTP

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

private func settings(_ change: (inout ServerSettings) -> Void) -> ServerSettings {
  var settings = ServerSettings()
  change(&settings)
  return settings
}

@Suite("HTTPServer over time", .timeLimit(.minutes(3)))
struct HTTPServerLifeTests {
  @Test(
    "a client that leaves ends its handler, whatever that waits for",
    arguments: LoopBackend.allCases, [false, true])
  func disconnect(backend: LoopBackend, reset: Bool) async throws {
    let arrived = Signal()
    let seen = Box<[HTTPServerError]>([])
    let cancelled = Signal()
    try await withServer(
      backend,
      handler: { request, response in
        arrived.fire()
        await request.whenClientLeaves()
        do throws(HTTPServerError) { try await response.begin(status: 200) } catch {
          seen.update { $0.append(error) }
        }
        if Task.isCancelled { cancelled.fire() }
      }
    ) { server in
      let client = try await server.client()
      try await client.send(request)
      await arrived.wait()

      await client.close(reset: reset)

      await cancelled.wait()
      #expect(seen.value == [.clientLeft])
      await eventually { await server.server.connectionCount == 0 }
    }
  }

  @Test("a handler that waits for a body hears that the client left")
  func disconnectInBody() async throws {
    let seen = Box<HTTPServerError?>(nil)
    let arrived = Signal()
    let ended = Signal()
    try await withServer(handler: { request, _ in
      arrived.fire()
      defer { ended.fire() }
      do throws(HTTPServerError) { _ = try await request.collect() } catch {
        seen.update { $0 = error }
      }
    }) { server in
      let client = try await server.client()
      try await client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
      await arrived.wait()

      await client.close()

      await ended.wait()
      #expect(seen.value == .clientLeft)
    }
  }

  @Test("a client that does not read makes the handler wait", arguments: LoopBackend.allCases)
  func writeBackPressure(backend: LoopBackend) async throws {
    let total = 32 << 20
    let written = Box(0)
    try await withServer(
      backend,
      handler: { _, response in
        try await response.begin(
          status: 200, headers: [HTTPField("Content-Length", "\(total)")])
        let part = [UInt8](repeating: 120, count: 1 << 16)
        for _ in 0..<(total / part.count) {
          try await response.write(part)
          written.update { $0 += part.count }
        }
      }
    ) { server in
      let client = try await server.client()
      try await client.send("GET / HTTP/1.0\r\n\r\n")

      let before = await steadyValue { written.value }
      let answer = await client.readToEnd()

      #expect(before > 0 && before < total / 4)
      #expect(answer.utf8.count > total)
      #expect(written.value == total)
      await client.close()
    }
  }

  @Test("a handler that does not read makes the client wait", arguments: LoopBackend.allCases)
  func readBackPressure(backend: LoopBackend) async throws {
    let total = 32 << 20
    let mayRead = Signal()
    let sent = Box(0)
    try await withServer(backend, handler: countBytes(after: mayRead)) { server in
      let client = try await server.client()
      let sender = Task {
        try await client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(total)\r\n\r\n")
        let part = [UInt8](repeating: 1, count: 1 << 16)
        for _ in 0..<(total / part.count) {
          try await client.send(part)
          sent.update { $0 += part.count }
        }
      }

      let before = await steadyValue { sent.value }
      mayRead.fire()
      try await sender.value

      #expect(before < total / 4)
      #expect(await client.answer()?.body == "\(total)")
      await client.close()
    }
  }

  @Test("an idle connection is closed after its limit", arguments: LoopBackend.allCases)
  func idleLimit(backend: LoopBackend) async throws {
    let limits = settings { $0.idleLimit = .milliseconds(20) }
    try await withServer(
      backend, settings: limits,
      handler: { _, response in
        try await response.send(status: 204)
      }
    ) { server in
      let client = try await server.client()

      #expect(await client.readToEnd() == "")
      await client.close()
    }
  }

  @Test("a head that does not arrive in time is answered 408")
  func headTimeLimit() async throws {
    let limits = settings { $0.headTimeLimit = .milliseconds(20) }
    try await withServer(settings: limits, handler: { _, _ in }) { server in
      let answer = try await server.exchange("GET / HTT")

      #expect(answer.hasPrefix("HTTP/1.1 408 "))
    }
  }

  @Test("a body that does not arrive in time is answered 408")
  func bodyStallLimit() async throws {
    let limits = settings { $0.bodyStallLimit = .milliseconds(20) }
    try await withServer(
      settings: limits, handler: { request, _ in _ = try await request.collect() }
    ) { server in
      let answer = try await server.exchange(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabc")

      #expect(answer.hasPrefix("HTTP/1.1 408 "))
    }
  }

  @Test("a client that takes nothing for too long is cut")
  func writeStallLimit() async throws {
    let seen = Box<HTTPServerError?>(nil)
    let ended = Signal()
    let limits = settings { $0.writeStallLimit = .milliseconds(50) }
    try await withServer(
      settings: limits,
      handler: { _, response in
        defer { ended.fire() }
        do throws(HTTPServerError) {
          try await response.begin(status: 200)
          while true { try await response.write([UInt8](repeating: 1, count: 1 << 20)) }
        } catch { seen.update { $0 = error } }
      }
    ) { server in
      let address = server.address
      let silent = csystem_connect_tcp("127.0.0.1", address.port ?? 0)
      let head = Array(request.utf8)
      #expect(csystem_send(silent, head, head.count) == head.count)

      await ended.wait()

      #expect(seen.value == .stalled)
      csystem_close_socket(silent, 0)
    }
  }

  @Test("more connections than allowed are answered 503")
  func connectionLimit() async throws {
    let arrived = Signal()
    let limits = settings { $0.connectionLimit = 2 }
    try await withServer(
      settings: limits,
      handler: { request, _ in
        arrived.fire()
        await request.whenClientLeaves()
      }
    ) { server in
      let first = try await server.client()
      let second = try await server.client()
      try await first.send(request)
      try await second.send(request)
      await arrived.wait(for: 2)

      let third = try await server.exchange("")

      #expect(third.hasPrefix("HTTP/1.1 503 "))
      await first.close()
      await second.close()
    }
  }

  @Test("a body no one read does not disturb the next request if it is there")
  func unreadBody() async throws {
    try await withServer(handler: { _, response in try await response.send(status: 401) }) {
      server in
      let client = try await server.client()
      try await client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello" + request)

      #expect(await client.answer()?.status == 401)
      #expect(await client.answer()?.status == 401)
      await client.close()
    }
  }

  @Test("a client still sending a body no one wants can read the answer")
  func unwantedBody() async throws {
    try await withServer(handler: { _, response in
      try await response.send(status: 401, body: "no".utf8)
    }) { server in
      let client = try await server.client()
      try await client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n")
      try? await client.send([UInt8](repeating: 1, count: 300_000))

      #expect(await client.answer()?.body == "no")
      #expect(await client.readToEnd() == "")
      await client.close()
    }
  }
}
