import CSystem
import EngineKernel
import Synchronization
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
    try await withServer(
      backend,
      handler: { request, response in
        await mayRead.wait()
        var count = 0
        for try await chunk in request.body { count += chunk.count }
        try await response.send(status: 200, body: "\(count)".utf8)
      }
    ) { server in
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

  @Test("a body nobody read does not disturb the next request if it is there")
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

  @Test("a client still sending a body nobody wants can read the answer")
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

  @Test("stopping lets running answers finish and takes no more", arguments: LoopBackend.allCases)
  func gracefulStop(backend: LoopBackend) async throws {
    let arrived = Signal()
    let mayEnd = Signal()
    try await withServer(
      backend,
      handler: { _, response in
        try await response.begin(status: 200)
        arrived.fire()
        await mayEnd.wait()
        try await response.write("done".utf8)
      }
    ) { server in
      let idle = try await server.client()
      let busy = try await server.client()
      try await busy.send(request)
      await arrived.wait()

      async let stopped: Void = server.server.stop(within: .seconds(30))
      #expect(await idle.readToEnd() == "")
      await #expect(throws: HTTPServerError.self) { try await server.client() }
      mayEnd.fire()
      let answer = await busy.readToEnd()
      await stopped

      #expect(answer.hasSuffix("4\r\ndone\r\n0\r\n\r\n"))
      #expect(await server.server.connectionCount == 0)
      await #expect(throws: HTTPServerError.stopped) { try await server.server.listen() }
      await idle.close()
      await busy.close()
    }
  }

  @Test("stopping cuts what does not finish in time and cancels its handler")
  func boundedStop() async throws {
    let arrived = Signal()
    let cancelled = Signal()
    try await withServer(handler: { request, response in
      try await response.begin(status: 200)
      arrived.fire()
      await request.whenClientLeaves()
      if Task.isCancelled { cancelled.fire() }
    }) { server in
      let client = try await server.client()
      try await client.send(request)
      await arrived.wait()

      await server.server.stop(within: .milliseconds(10))

      await cancelled.wait()
      let answer = await client.readToEnd()
      #expect(!answer.contains("0\r\n\r\n"))
      await client.close()
    }
  }

  @Test("stopping now cuts handed-over connections too")
  func stopNow() async throws {
    let arrived = Signal()
    let ended = Signal()
    try await withServer(handler: { _, response in
      let stream = try await response.takeOver()
      arrived.fire()
      _ = try? await stream.read()
      ended.fire()
    }) { server in
      let client = try await server.client()
      try await client.send(request)
      await arrived.wait()

      await server.server.stopNow()

      await ended.wait()
      #expect(await client.readToEnd() == "")
      await client.close()
    }
  }

  @Test("serves a unix socket that only its owner may use")
  func unixSocket() async throws {
    let path = "/tmp/swop-http-\(UInt32.random(in: 0 ... .max)).sock"
    let address = ServerAddress.unixSocket(FilePath(path))
    // Nobody serves it: it may be taken.
    csystem_close_socket(csystem_listen_unix(path, 1), 0)
    let loop = try EventLoop()
    let server = HTTPServer(on: loop) { _, response in try await response.send(status: 204) }

    #expect(try await server.listen(on: address) == address)

    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    let client = try await RawClient(address, on: loop)
    try await client.send(request)
    #expect(await client.answer()?.status == 204)
    let second = HTTPServer(on: loop) { _, _ in }
    await #expect(
      throws: HTTPServerError.cannotListen(address: path, reason: "Address already in use")
    ) {
      try await second.listen(on: address)
    }
    await server.stopNow()
    #expect(access(path, F_OK) != 0)
    await client.close()
  }

  @Test("a socket path that is something else is left alone")
  func unixSocketInTheWay() async throws {
    let path = "/tmp/swop-http-\(UInt32.random(in: 0 ... .max)).txt"
    close(open(path, O_CREAT | O_WRONLY, 0o600))
    defer { unlink(path) }
    let server = HTTPServer(on: try EventLoop()) { _, _ in }

    await #expect(throws: HTTPServerError.self) {
      try await server.listen(on: .unixSocket(FilePath(path)))
    }
    #expect(access(path, F_OK) == 0)
  }

  @Test("requests that are over cannot be answered late")
  func escapedResponse() async throws {
    let kept = Box<(ServerRequest, ServerResponse)?>(nil)
    try await withServer(handler: { request, response in
      kept.update { $0 = (request, response) }
      try await response.send(status: 204)
    }) { server in
      let client = try await server.client()
      try await client.send(request)
      #expect(await client.answer()?.status == 204)

      let late = try #require(kept.value)

      await #expect(throws: HTTPServerError.alreadyAnswered) {
        try await late.1.write("late".utf8)
      }
      await #expect(throws: HTTPServerError.alreadyAnswered) { _ = try await late.0.nextChunk() }
      await late.1.abort()
      try await client.send(request)
      #expect(await client.answer()?.status == 204)
      // What is kept holds the server, and the server the handler that keeps it.
      kept.update { $0 = nil }
      await client.close()
    }
  }

  @Test("a cancelled task does not wait for a body or a reader")
  func cancelledWaits() async throws {
    let seen = Box<[HTTPServerError]>([])
    try await withServer(handler: { request, response in
      let reader = Task { () -> HTTPServerError? in
        do throws(HTTPServerError) {
          _ = try await request.nextChunk()
          return nil
        } catch { return error }
      }
      reader.cancel()
      if let error = await reader.value { seen.update { $0.append(error) } }
      try await response.send(status: 204)
    }) { server in
      let client = try await server.client()
      try await client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n")

      #expect(await client.answer()?.status == 204)
      #expect(seen.value == [.cancelled])
      await client.close()
    }
  }
}
