import EngineCore
import Synchronization
import Testing

@testable import EngineHTTP

@Suite("CurlTransport", .timeLimit(.minutes(1)))
struct CurlTransportTests {
  @Test("sends a request with its body and returns the whole answer")
  func roundTrip() async throws {
    try await withServer(handler: { request, response in
      let body = try await request.collect()
      try await response.send(
        status: 201, headers: [HTTPField("X-Seen", request.headers.value(of: "x-key") ?? "")],
        body: Data("got ".utf8) + body)
    }) { server in
      let transport = CurlTransport(client: server.httpClient())

      let answer = try await transport.send(
        HTTPRequest(
          method: "POST", url: server.url("/"), headers: [HTTPField("X-Key", "k")],
          body: Data("it".utf8)))

      #expect(answer.status == 201)
      #expect(
        answer.headers == [HTTPField("X-Seen", "k"), HTTPField("Content-Length", "6")])
      #expect(answer.body == Redacted(Data("got it".utf8)))
    }
  }

  @Test(
    "a redirect is not followed, so that no secret reaches another origin",
    arguments: [301, 302, 303, 307, 308])
  func redirect(status: Int) async throws {
    let paths = Mutex<[String]>([])
    try await withServer(handler: { request, response in
      paths.withLock { $0.append(request.path) }
      try await response.send(
        status: status, headers: [HTTPField("Location", "/elsewhere")], body: "".utf8)
    }) { server in
      let transport = CurlTransport(client: server.httpClient())

      let answer = try await transport.send(
        HTTPRequest(
          method: "POST", url: server.url("/oauth/revoke"),
          headers: [HTTPField("Authorization", "Bearer t")], body: Data("secret".utf8)))

      #expect(answer.status == status)
      #expect(paths.withLock { $0 } == ["/oauth/revoke"])
    }
  }

  @Test("an answer larger than the limit is an error", arguments: [(10, true), (9, false)])
  func responseLimit(limit: Int, fits: Bool) async throws {
    try await withServer(handler: { _, response in
      try await response.send(status: 200, body: "0123456789".utf8)
    }) { server in
      let transport = CurlTransport(client: server.httpClient())
      let result = await answer(
        transport, HTTPRequest(url: server.url("/"), responseLimit: limit))

      #expect(result == (fits ? .success("0123456789") : .failure(.tooLarge(host: "127.0.0.1"))))
    }
  }

  @Test("the limit counts for head and body together")
  func limit() async throws {
    try await withServer(handler: { request, response in
      if request.path == "/body" { try await response.begin(status: 200) }
      await request.whenClientLeaves()
    }) { server in
      let transport = CurlTransport(client: server.httpClient())
      for path in ["/head", "/body"] {
        let result = await answer(
          transport, HTTPRequest(url: server.url(path), limit: .milliseconds(30)))

        #expect(result == .failure(.timedOutAfterSending(host: "127.0.0.1")))
      }
    }
  }

  @Test("a cancelled request says so, even if it was cancelled before")
  func cancelled() async throws {
    try await withServer(handler: { request, _ in await request.whenClientLeaves() }) { server in
      let transport = CurlTransport(client: server.httpClient())
      let task = Task { await answer(transport, HTTPRequest(url: server.url("/"))) }
      task.cancel()

      #expect(await task.value == .failure(.cancelled))
    }
  }

  @Test(
    "knows who is behind an address",
    arguments: [
      ("http://127.0.0.1:80/x", "127.0.0.1", "http://127.0.0.1:80", true),
      ("HTTP://LocalHost", "localhost", "http://localhost", true),
      ("https://[::1]:443/", "::1", "https://[::1]:443", true),
      ("https://user:pw@chatgpt.com/a@b", "chatgpt.com", "https://chatgpt.com", false),
      ("https://127.evil.example?x", "127.evil.example", "https://127.evil.example", false),
    ])
  func addresses(url: String, host: String, origin: String, isLoopback: Bool) {
    let target = TargetAddress(url: url)

    #expect(target?.host == host)
    #expect(target?.origin == origin)
    #expect(target?.isLoopback == isLoopback)
  }

  private func answer(
    _ transport: CurlTransport, _ request: HTTPRequest
  ) async -> Result<String, HTTPError> {
    do throws(HTTPError) {
      let body = try await transport.send(request).body.reveal()
      return .success(String(decoding: body, as: UTF8.self))
    } catch { return .failure(error) }
  }
}
