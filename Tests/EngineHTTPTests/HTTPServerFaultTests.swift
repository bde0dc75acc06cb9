import EngineCore
import Testing

@testable import EngineHTTP

private func get(_ path: String, _ more: String = "") -> String {
  "GET \(path) HTTP/1.1\r\nHost: x\r\n\(more)\r\n"
}

@Suite("HTTPServer: requests that are too much, handlers that fail", .timeLimit(.minutes(1)))
struct HTTPServerFaultTests {
  @Test("answers 431 to a head that is too large")
  func hugeHead() async throws {
    try await withServer(handler: echoingServer) { server in
      let client = try await server.client()

      try? await client.send(get("/", "A: " + String(repeating: "a", count: 200_000) + "\r\n"))
      let status = await client.answer()?.status

      #expect(status == 431)
      await client.close()
    }
  }

  @Test("answers 413 when a streamed body passes the limit", arguments: LoopBackend.allCases)
  func bodyLimit(backend: LoopBackend) async throws {
    var settings = ServerSettings()
    settings.bodyLimit = 100_000
    try await withServer(backend, settings: settings, handler: echoingServer) { server in
      let client = try await server.client()
      try await client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")

      let chunk = "ffff\r\n" + String(repeating: "a", count: 0xffff) + "\r\n"
      for _ in 1...4 { try? await client.send(chunk) }

      #expect(await client.answer()?.status == 413)
      await client.close()
    }
  }

  @Test("answers 413 when the handler's own limit is passed")
  func collectLimit() async throws {
    try await withServer(handler: { request, _ in _ = try await request.collect(limit: 3) }) {
      server in
      let answer = try await server.exchange(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nabcd")

      #expect(answer.hasPrefix("HTTP/1.1 413 "))
      #expect(answer.hasSuffix("the body is larger than 3 bytes.\n"))
    }
  }

  @Test("a body broken in its chunks is answered 400")
  func brokenChunks() async throws {
    try await withServer(handler: echoingServer) { server in
      let answer = try await server.exchange(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")

      #expect(answer.hasPrefix("HTTP/1.1 400 "))
    }
  }

  @Test("asks for a body that waits to be asked for")
  func expectContinue() async throws {
    try await withServer(handler: echoingServer) { server in
      let client = try await server.client()

      try await client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
      let interim = await client.answer()
      try await client.send("hi")

      #expect(interim?.status == 100)
      #expect(await client.answer()?.body == "POST hi")
      await client.close()
    }
  }

  @Test("a handler that fails before it answers is a 500 that tells nothing")
  func failure() async throws {
    struct Secret: Error { let word = "hush" }
    try await withServer(handler: { _, _ in throw Secret() }) { server in
      let answer = try await server.exchange(get("/"))

      #expect(answer.hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
      #expect(!answer.contains("hush"))
    }
  }

  @Test("a handler that forgets to answer is a 500")
  func forgotten() async throws {
    try await withServer(handler: { _, _ in }) { server in
      let answer = try await server.exchange(get("/"))

      #expect(answer.hasPrefix("HTTP/1.1 500 "))
    }
  }

  @Test("a handler that fails in its answer cuts the connection without an end")
  func failureInStream() async throws {
    struct Broken: Error {}
    try await withServer(handler: { _, response in
      try await response.begin(status: 200)
      try await response.write("part".utf8)
      throw Broken()
    }) { server in
      let answer = try await server.exchange(get("/"))

      #expect(answer == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n")
    }
  }

  @Test("cuts the connection when told to", arguments: [false, true])
  func abort(reset: Bool) async throws {
    try await withServer(handler: { request, response in
      if request.path == "/head" { try await response.begin(status: 200) }
      await response.abort(reset: reset)
      await #expect(throws: HTTPServerError.alreadyAnswered) {
        try await response.write("late".utf8)
      }
    }) { server in
      let bare = try await server.exchange(get("/"))
      let begun = try await server.exchange(get("/head"))

      #expect(bare == "")
      #expect(begun == (reset ? "" : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
    }
  }

  @Test("an answer of the wrong length is an error and cuts the connection")
  func wrongLength() async throws {
    let thrown = Box<[HTTPServerError]>([])
    try await withServer(handler: { request, response in
      try await response.begin(status: 200, headers: [HTTPField("content-length", "3")])
      do throws(HTTPServerError) {
        if request.path == "/long" { try await response.write("four".utf8) }
        try await response.finish()
      } catch {
        thrown.update { $0.append(error) }
        throw error
      }
    }) { server in
      for path in ["/long", "/short"] {
        let answer = try await server.exchange(get(path))
        #expect(!answer.contains("four"))
      }
      #expect(thrown.value == [.wrongLength, .wrongLength])
    }
  }

  @Test("a header that would break out of its line is refused")
  func headerInjection() async throws {
    try await withServer(handler: { _, response in
      await #expect(throws: HTTPServerError.invalidField(name: "A")) {
        try await response.begin(status: 200, headers: [HTTPField("A", "b\r\nC: d")])
      }
      await #expect(throws: HTTPServerError.invalidField(name: "A B")) {
        try await response.send(status: 200, headers: [HTTPField("A B", "c")])
      }
      try await response.send(status: 204)
    }) { server in
      let client = try await server.client()
      try await client.send(get("/"))
      #expect(await client.answer() == RawClient.Answer(status: 204, headers: [], body: ""))
      await client.close()
    }
  }
}
