import EngineCore
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
      while let chunk = try await response.nextChunk() {
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
        while let chunk = try await request.nextChunk() { try await response.write(chunk) }
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
      while let chunk = try await response.nextChunk() {
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
}
