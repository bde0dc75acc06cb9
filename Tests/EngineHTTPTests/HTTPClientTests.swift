import EngineKernel
import Testing

@testable import EngineHTTP

private let echo: ServerHandler = { request, response in
  let body = try await request.collect()
  try await response.send(status: 200, body: Array("\(request.method) ".utf8) + body)
}

private func megabyte(_ seed: UInt8) -> Data {
  Data((0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) ^ seed })
}

@Suite("HTTPClient", .timeLimit(.minutes(3)))
struct HTTPClientTests {
  @Test("gets status, header fields and body", arguments: LoopBackend.allCases)
  func get(backend: LoopBackend) async throws {
    try await withServer(
      backend,
      handler: { _, response in
        try await response.send(
          status: 404, headers: [HTTPField("X-One", "1"), HTTPField("X-Two", "")], body: "none".utf8
        )
      }
    ) { server in
      let response = try await server.httpClient().send(ClientRequest(url: server.url("/")))

      #expect(response.status == 404)
      #expect(
        response.headers == [
          HTTPField("X-One", "1"), HTTPField("X-Two", ""), HTTPField("Content-Length", "4"),
        ])
      #expect(!response.isHTTP2)
      let body = try await response.collect(limit: 4)
      #expect(body == Data("none".utf8))
    }
  }

  @Test("sends what it is given and adds nothing but Host")
  func exactRequest() async throws {
    let seen = Box<RequestHead?>(nil)
    try await withServer(handler: { request, response in
      seen.update { $0 = request.head }
      try await response.send(status: 200)
    }) { server in
      let host = server.address.name
      let target = "/a/../b/./c%2F?q=%20&x"

      _ = try await server.httpClient().text(
        ClientRequest(
          method: "PURGE", url: server.url(target),
          headers: [HTTPField("X-Empty", ""), HTTPField("User-Agent", "u")]))

      #expect(
        seen.value
          == RequestHead(
            method: "PURGE", target: target, isVersion11: true,
            headers: [
              HTTPField("Host", host), HTTPField("X-Empty", ""), HTTPField("User-Agent", "u"),
            ],
            bodyLength: .none))
    }
  }

  @Test(
    "carries a megabyte each way, at hand or streamed",
    arguments: LoopBackend.allCases, ["bytes", "length", "chunks"])
  func largeBodies(backend: LoopBackend, kind: String) async throws {
    try await withServer(
      backend,
      handler: { request, response in
        let body = try await request.collect()
        try await response.begin(
          status: 200, headers: [HTTPField("X-Chunked", "\(request.head.bodyLength == .chunked)")])
        try await response.write(body)
      }
    ) { server in
      let data = megabyte(7)
      let parts = PartSource(data, size: 50_000)
      let body: ClientBody =
        switch kind {
        case "bytes": .bytes(Redacted(data))
        case "length": .stream(length: data.count, next: { await parts.next() })
        default: .stream(length: nil, next: { await parts.next() })
        }

      let response = try await server.httpClient().send(
        ClientRequest(method: "POST", url: server.url("/"), body: body))
      let answer = try await response.collect(limit: data.count)

      #expect(answer == data)
      #expect(response.headers.value(of: "x-chunked") == "\(kind == "chunks")")
    }
  }

  @Test("hands over each part as it comes", arguments: LoopBackend.allCases)
  func streaming(backend: LoopBackend) async throws {
    let wasRead = Signal()
    try await withServer(
      backend,
      handler: { _, response in
        try await response.begin(status: 200)
        for number in 1...3 {
          try await response.write("part \(number)".utf8)
          await wasRead.wait(for: number)
        }
      }
    ) { server in
      let response = try await server.httpClient().send(ClientRequest(url: server.url("/")))

      var parts: [String] = []
      for try await chunk in response.body {
        parts.append(String(decoding: chunk, as: UTF8.self))
        wasRead.fire()
      }

      #expect(parts == ["part 1", "part 2", "part 3"])
    }
  }

  @Test("talks both ways at once", arguments: LoopBackend.allCases)
  func duplex(backend: LoopBackend) async throws {
    try await withServer(
      backend,
      handler: { request, response in
        try await response.begin(status: 200)
        for try await chunk in request.body { try await response.write(chunk) }
      }
    ) { server in
      let heard = Signal()
      let said = Box(0)
      let response = try await server.httpClient().send(
        ClientRequest(
          method: "POST", url: server.url("/"),
          body: .stream(length: nil) {
            let number = said.value
            await heard.wait(for: number)
            said.update { $0 += 1 }
            return number < 3 ? Array("ping \(number)".utf8) : nil
          }))

      var parts: [String] = []
      for try await chunk in response.body {
        parts.append(String(decoding: chunk, as: UTF8.self))
        heard.fire()
      }

      #expect(parts == ["ping 0", "ping 1", "ping 2"])
    }
  }

  @Test("uses a kept connection again")
  func reuse() async throws {
    try await withServer(handler: echo) { server in
      let client = server.httpClient()

      var answers: Set<String> = []
      for _ in 1...5 { answers.insert(try await client.text(ClientRequest(url: server.url("/")))) }

      #expect(answers == ["200 GET "])
      #expect(await server.server.connectionCount == 1)
      #expect(await client.transferCount == 0)
    }
  }

  @Test("answers a HEAD request without waiting for a body")
  func head() async throws {
    try await withServer(handler: { _, response in
      try await response.send(status: 200, body: "hello".utf8)
    }) { server in
      let client = server.httpClient()
      let request = ClientRequest(method: "HEAD", url: server.url("/"))

      let answers = [try await client.text(request), try await client.text(request)]

      #expect(answers == ["200 ", "200 "])
      #expect(await server.server.connectionCount == 1)
    }
  }

  @Test("a POST without a body says so")
  func emptyPost() async throws {
    let length = Box<String?>(nil)
    try await withServer(handler: { request, response in
      length.update { $0 = request.headers.value(of: "content-length") }
      try await response.send(status: 200)
    }) { server in
      _ = try await server.httpClient().text(ClientRequest(method: "POST", url: server.url("/")))
      #expect(length.value == "0")
    }
  }

  @Test("does not follow redirects and skips interim answers")
  func redirect() async throws {
    let answer =
      "HTTP/1.1 103 Early Hints\r\nX: early\r\n\r\n"
      + "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"
    try await withServer(handler: answering(answer)) { server in
      let response = try await server.httpClient().send(ClientRequest(url: server.url("/")))

      #expect(response.status == 302)
      #expect(
        response.headers == [HTTPField("Location", "/other"), HTTPField("Content-Length", "0")])
    }
  }

  @Test("the server waits while nobody reads the answer", arguments: LoopBackend.allCases)
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
      for try await chunk in response.body { read += chunk.count }

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
    try await withServer(
      backend,
      handler: { request, response in
        await mayRead.wait()
        var count = 0
        for try await chunk in request.body { count += chunk.count }
        try await response.send(status: 200, body: "\(count)".utf8)
      }
    ) { server in
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
      let before = await steadyValue { produced.value }
      mayRead.fire()

      let text = try await answer.value
      #expect(before > 0 && before < total / 4)
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

/// A body in parts.
actor PartSource {
  private var rest: Data
  private let size: Int

  init(_ data: Data, size: Int) {
    rest = data
    self.size = size
  }

  func next() -> [UInt8]? {
    guard !rest.isEmpty else { return nil }
    defer { rest = Data(rest.dropFirst(size)) }
    return Array(rest.prefix(size))
  }
}

/// The value of a counter once it has stopped to grow.
func steadyValue(_ value: () -> Int) async -> Int {
  var last = -1
  var rounds = 0
  while rounds < 20_000 {
    let now = value()
    rounds = now == last ? rounds + 1 : 0
    last = now
    await Task.yield()
  }
  return last
}
