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

@Suite("HTTPServer: its end, unix sockets, requests that are over", .timeLimit(.minutes(3)))
struct HTTPServerStopTests {
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
    // No one serves it: it may be taken.
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
