import CCurl
import EngineCore
import Testing

@testable import EngineHTTP

private let host = "127.0.0.1"

/// Answers a GET and drops the connection when it is asked again; answers a POST as it should be.
private func droppingSecond(_ requests: Box<Int>) -> ServerHandler {
  { request, response in
    requests.update { $0 += 1 }
    if request.method == "POST" {
      _ = try await request.collect()
      return try await response.send(status: 200, body: "ok".utf8)
    }
    let stream = try await response.takeOver()
    try await stream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
    _ = try await stream.read()
    requests.update { $0 += 1 }
    await stream.close(reset: request.path == "/reset")
  }
}

@Suite("HTTPClient failures", .timeLimit(.minutes(1)))
struct HTTPClientFailureTests {
  @Test(
    "an answer that is not what it should be is an error",
    arguments: [
      ("garbage\r\n\r\n", HTTPError.malformed(host: host, detail: "Unsupported protocol")),
      ("", .cut(host: host)),
      ("HTTP/1.1 200 OK\r\nContent-Le", .cut(host: host)),
      ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", .cut(host: host)),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", .cut(host: host)),
      ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nab", .cut(host: host)),
      (
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        .malformed(host: host, detail: "Weird server reply")
      ),
    ])
  func malformed(answer: String, error: HTTPError) async throws {
    try await withServer(handler: answering(answer)) { server in
      await #expect(throws: error) {
        try await server.httpClient().text(ClientRequest(url: server.url("/")))
      }
    }
  }

  @Test("a head without end is too large")
  func hugeHead() async throws {
    try await withServer(handler: { _, response in
      let stream = try await response.takeOver()
      try await stream.write("HTTP/1.1 200 OK\r\n".utf8)
      let line = Array("X: \(String(repeating: "x", count: 1000))\r\n".utf8)
      while true { try await stream.write(line) }
    }) { server in
      await #expect(throws: HTTPError.tooLarge(host: host)) {
        try await server.httpClient().send(ClientRequest(url: server.url("/")))
      }
    }
  }

  @Test("a connection no one answers is unreachable")
  func refused() async throws {
    let address = try await withServer(handler: answering("")) { $0.address }
    let client = HTTPClient(on: try EventLoop())

    await #expect(throws: HTTPError.unreachable(host: host)) {
      try await client.send(ClientRequest(url: address.origin))
    }
  }

  @Test("a server that does not speak TLS is insecure")
  func notSecure() async throws {
    try await withServer(handler: answering("")) { server in
      let url = "https://" + server.address.name
      await #expect(throws: HTTPError.insecure(host: host, detail: "SSL connect error")) {
        try await server.httpClient().send(ClientRequest(url: url))
      }
    }
  }

  @Test(
    "only http and https addresses are taken",
    arguments: ["ftp://127.0.0.1/x", "file:///etc/passwd", "127.0.0.1", "", "http://", "http:/x"])
  func schemes(url: String) async throws {
    let client = HTTPClient(on: try EventLoop())
    await #expect(throws: HTTPError.malformed(host: "", detail: "the address is invalid")) {
      try await client.send(ClientRequest(url: url))
    }
  }

  @Test("fields and methods that would break out of their line are not sent")
  func injection() async throws {
    let client = HTTPClient(on: try EventLoop())
    let url = "http://127.0.0.1:1/"
    await #expect(throws: HTTPError.malformed(host: host, detail: "a header field cannot be sent"))
    {
      try await client.send(ClientRequest(url: url, headers: [HTTPField("A", "b\r\nC: d")]))
    }
    await #expect(throws: HTTPError.malformed(host: host, detail: "the method cannot be sent")) {
      try await client.send(ClientRequest(method: "GET / HTTP/1.1\r\nX:", url: url))
    }
    #expect(await client.transferCount == 0)
  }

  @Test("a request is sent again when the kept connection was closed", arguments: ["/", "/reset"])
  func staleReplay(path: String) async throws {
    let requests = Box(0)
    try await withServer(handler: droppingSecond(requests)) { server in
      let client = server.httpClient()
      let request = ClientRequest(
        method: "POST", url: server.url(path), body: .bytes(Redacted(megabyte)), isReplayable: true)

      let first = try await client.text(ClientRequest(url: server.url(path)))
      let second = try await client.text(request)

      #expect([first, second] == ["200 ok", "200 ok"])

      // The first one; the one that met the closing connection; its repetition.
      #expect(requests.value == 3)
    }
  }

  @Test("a request that may not be repeated is not")
  func staleWithoutReplay() async throws {
    let requests = Box(0)
    try await withServer(handler: droppingSecond(requests)) { server in
      let client = server.httpClient()
      let parts = PartSource(Data("hello".utf8), size: 5)
      _ = try await client.text(ClientRequest(url: server.url("/")))

      await #expect(throws: HTTPError.cut(host: host)) {
        try await client.text(
          ClientRequest(
            method: "POST", url: server.url("/"),
            body: .stream(length: nil, next: { await parts.next() }), isReplayable: true))
      }
      #expect(requests.value == 2)
    }
  }

  @Test("a fresh connection that is cut is not tried again")
  func freshCut() async throws {
    let requests = Box(0)
    try await withServer(handler: { _, response in
      requests.update { $0 += 1 }
      await response.abort()
    }) { server in
      await #expect(throws: HTTPError.cut(host: host)) {
        try await server.httpClient().send(
          ClientRequest(url: server.url("/"), isReplayable: true))
      }
      #expect(requests.value == 1)
    }
  }

  @Test("a head that does not come in time is an error", arguments: LoopBackend.allCases)
  func headLimit(backend: LoopBackend) async throws {
    try await withServer(backend, handler: { request, _ in await request.whenClientLeaves() }) {
      server in
      let request = limited(server.url("/")) {
        $0.connect = .milliseconds(10)
        $0.head = .milliseconds(10)
      }

      await #expect(throws: HTTPError.timedOutAfterSending(host: host)) {
        try await server.httpClient().send(request)
      }
    }
  }

  @Test("a body that stops is an error", arguments: LoopBackend.allCases)
  func stallLimit(backend: LoopBackend) async throws {
    try await withServer(
      backend,
      handler: { request, response in
        try await response.begin(status: 200)
        try await response.write("a".utf8)
        await request.whenClientLeaves()
      }
    ) { server in
      let request = limited(server.url("/")) {
        $0.stall = .milliseconds(20)
      }

      await #expect(throws: HTTPError.timedOutAfterSending(host: host)) {
        try await server.httpClient().text(request)
      }
    }
  }

  @Test("a reader that pauses is not taken for a server that does")
  func pauseIsNoStall() async throws {
    let total = 8 << 20
    try await withServer(handler: { _, response in
      try await response.send(status: 200, body: [UInt8](repeating: 1, count: total))
    }) { server in
      let request = limited(server.url("/")) {
        $0.stall = .milliseconds(200)
      }
      let response = try await server.httpClient().send(request)
      // Longer than the limit, as the loop counts it.
      await LoopWaiter(server.loop).wait(.milliseconds(400))
      let body = try await response.collect(limit: total)

      #expect(body.count == total)
    }
  }

  @Test("a connection that does not come to stand in time is an error with no effect")
  func connectLimit() async throws {
    try await withServer(handler: { _, _ in }) { server in
      // The TLS greeting is never answered.
      let silent = try SilentListener()
      let request = limited("https://" + silent.address.name) {
        $0.connect = .milliseconds(20)
        $0.head = nil
      }

      await #expect(throws: HTTPError.timedOutConnecting(host: host)) {
        try await server.httpClient().send(request)
      }
      await silent.close()
    }
  }

  @Test("the limit for everything counts from the beginning")
  func totalLimit() async throws {
    try await withServer(handler: { request, response in
      try await response.begin(status: 200)
      while true { try await response.write("more".utf8) }
    }) { server in
      let request = limited(server.url("/")) {
        $0 = ClientLimits(total: .milliseconds(50))
      }

      await #expect(throws: HTTPError.timedOutAfterSending(host: host)) {
        let response = try await server.httpClient().send(request)
        while try await response.nextChunk() != nil {}
      }
    }
  }

  @Test("a collected body may not be larger than wanted, and the rest is not fetched")
  func collectLimit() async throws {
    let left = Signal()
    try await withServer(handler: { request, response in
      defer { left.fire() }
      try await response.begin(status: 200)
      while true { try await response.write("12345678".utf8) }
    }) { server in
      let response = try await server.httpClient().send(ClientRequest(url: server.url("/")))
      await #expect(throws: HTTPError.tooLarge(host: host)) {
        try await response.collect(limit: 100)
      }
      await left.wait()
    }
  }

  @Test(
    "curl's errors say whether the request may have had its effect",
    arguments: [
      (CURLE_COULDNT_RESOLVE_HOST, false, HTTPError.unresolved(host: "h")),
      (CURLE_COULDNT_CONNECT, false, .unreachable(host: "h")),
      (CURLE_OPERATION_TIMEDOUT, false, .timedOutConnecting(host: "h")),
      (CURLE_OPERATION_TIMEDOUT, true, .timedOutAfterSending(host: "h")),
      (CURLE_RECV_ERROR, false, .unreachable(host: "h")),
      (CURLE_RECV_ERROR, true, .cut(host: "h")),
      (CURLE_SEND_ERROR, true, .cut(host: "h")),
      (CURLE_URL_MALFORMAT, false, .malformed(host: "h", detail: "the address is invalid")),
      (CURLE_OUT_OF_MEMORY, false, .unavailable(detail: "Out of memory")),
      (
        CURLE_PEER_FAILED_VERIFICATION, false,
        .insecure(host: "h", detail: "SSL peer certificate or SSH remote key was not OK")
      ),
    ])
  func errorMapping(code: CURLcode, hasSent: Bool, error: HTTPError) {
    #expect(ccurl_load() == nil)
    #expect(CurlFailure.error(code, host: "h", hasSent: hasSent) == error)
  }
}

private var megabyte: Data { Data(repeating: 3, count: 1 << 20) }

/// Lets time pass on a loop.
actor LoopWaiter {
  private nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  init(_ loop: EventLoop) { self.loop = loop }

  func wait(_ duration: Duration) async {
    _ = await loop.wait(for: loop.makeTicket(), limit: duration)
  }
}
