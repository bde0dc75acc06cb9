import EngineCore
import Testing

@testable import EngineHTTP

private func get(_ path: String, _ more: String = "") -> String {
  "GET \(path) HTTP/1.1\r\nHost: x\r\n\(more)\r\n"
}

@Suite("HTTPServer", .timeLimit(.minutes(1)))
struct HTTPServerTests {
  @Test("answers requests on one connection one after the other", arguments: LoopBackend.allCases)
  func keepAlive(backend: LoopBackend) async throws {
    try await withServer(backend, handler: echoingServer) { server in
      let client = try await server.client()

      for path in ["/one", "/two"] {
        try await client.send(get(path))
        let answer = await client.answer()
        #expect(
          answer
            == RawClient.Answer(
              status: 200,
              headers: [HTTPField("X-Path", path), HTTPField("Content-Length", "4")], body: "GET "))
      }
      #expect(await server.server.connectionCount == 1)
      await client.close()
    }
  }

  @Test("answers pipelined requests in order", arguments: LoopBackend.allCases)
  func pipelining(backend: LoopBackend) async throws {
    try await withServer(backend, handler: echoingServer) { server in
      let client = try await server.client()

      try await client.send(
        get("/1") + "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" + get("/3"))

      var bodies: [String?] = []
      for _ in 1...3 { bodies.append(await client.answer()?.body) }
      #expect(bodies == ["GET ", "POST abc", "GET "])
      await client.close()
    }
  }

  @Test("reads a head that arrives byte by byte")
  func byteByByte() async throws {
    // On a busy machine the bytes may take longer than the usual limit.
    var patient = ServerSettings()
    patient.headTimeLimit = .seconds(600)
    try await withServer(settings: patient, handler: echoingServer) { server in
      let client = try await server.client()

      for byte in get("/slow").utf8 { try await client.send([byte]) }

      #expect(await client.answer()?.headers.value(of: "x-path") == "/slow")
      await client.close()
    }
  }

  @Test("reads chunked bodies", arguments: LoopBackend.allCases)
  func chunkedUpload(backend: LoopBackend) async throws {
    try await withServer(backend, handler: echoingServer) { server in
      let client = try await server.client()

      try await client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab")
      try await client.send("c\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n")

      #expect(await client.answer()?.body == "POST abcde")
      await client.close()
    }
  }

  @Test("speaks HTTP/1.0: closes after the answer, and does not chunk")
  func oldVersion() async throws {
    let answer = try await withServer(handler: { _, response in
      try await response.begin(status: 200)
      try await response.write("old".utf8)
    }) { server in
      try await server.exchange("GET / HTTP/1.0\r\n\r\n")
    }

    #expect(answer == "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nold")
  }

  @Test("answers HEAD without a body and keeps the connection in step")
  func head() async throws {
    try await withServer(handler: { _, response in
      try await response.send(status: 200, body: "hello".utf8)
    }) { server in
      let client = try await server.client()

      try await client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" + get("/"))

      #expect(await client.answer(toHead: true)?.headers == [HTTPField("Content-Length", "5")])
      #expect(await client.answer()?.body == "hello")
      await client.close()
    }
  }

  @Test("sends each write at once as a chunk", arguments: LoopBackend.allCases)
  func streaming(backend: LoopBackend) async throws {
    let wasRead = Signal()
    try await withServer(
      backend,
      handler: { _, response in
        try await response.begin(
          status: 200, headers: [HTTPField("Content-Type", "text/event-stream")])
        try await response.write("first".utf8)
        await wasRead.wait()
        try await response.write("second".utf8)
        try await response.finish()
      }
    ) { server in
      let client = try await server.client()
      try await client.send(get("/"))

      let first = await client.read(through: "first")
      wasRead.fire()
      let rest = await client.read(through: "0\r\n\r\n")

      #expect(
        first
          == "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst"
      )
      #expect(rest == "\r\n6\r\nsecond\r\n0\r\n\r\n")
      await client.close()
    }
  }

  @Test("sends the head of a stream before there is a body")
  func headFirst() async throws {
    let wasRead = Signal()
    try await withServer(handler: { _, response in
      try await response.begin(status: 200)
      await wasRead.wait()
    }) { server in
      let client = try await server.client()
      try await client.send(get("/"))

      let head = await client.read(through: "\r\n\r\n")
      wasRead.fire()

      #expect(head == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      #expect(await client.read(through: "0\r\n\r\n") == "0\r\n\r\n")
      await client.close()
    }
  }

  @Test(
    "refuses what is not an acceptable request, says so and closes",
    arguments: [
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n", 400),
      ("G@T / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nA: 1\r\n folded\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\n\r\n", 400),
      ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
      ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
      ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n", 413),
    ])
  func refusals(request: String, status: Int) async throws {
    let handled = Signal()
    let answer = try await withServer(handler: { _, _ in handled.fire() }) { server in
      try await server.exchange(request)
    }

    #expect(answer.hasPrefix("HTTP/1.1 \(status) "))
    #expect(answer.contains("Connection: close\r\n"))
    #expect(handled.count == 0)
  }

  @Test(
    "only loopback hosts are served", arguments: ["0.0.0.0", "localhost", "192.0.2.1", "::", ""])
  func loopbackOnly(host: String) async throws {
    let server = HTTPServer(on: try EventLoop(), handler: echoingServer)

    await #expect(throws: HTTPServerError.notLoopback(host: host)) {
      try await server.listen(on: .loopback(host: host))
    }
  }

  @Test("a taken port is an error that names it")
  func takenPort() async throws {
    try await withServer(handler: echoingServer) { server in
      let second = HTTPServer(on: server.loop, handler: echoingServer)

      await #expect(
        throws: HTTPServerError.cannotListen(
          address: server.address.name, reason: "Address already in use")
      ) {
        try await second.listen(on: server.address)
      }
    }
  }

  @Test("a handed-over connection carries raw bytes both ways", arguments: LoopBackend.allCases)
  func upgrade(backend: LoopBackend) async throws {
    try await withServer(
      backend,
      handler: { _, response in
        let stream = try await response.upgrade(headers: [
          HTTPField("Upgrade", "echo"), HTTPField("Connection", "Upgrade"),
        ])
        while let bytes = try await stream.read() { try await stream.write(bytes) }
      }
    ) { server in
      let client = try await server.client()

      try await client.send(get("/", "Upgrade: echo\r\nConnection: Upgrade\r\n") + "early")
      let head = await client.read(through: "\r\n\r\nearly")
      try await client.send("more")
      let more = await client.read(through: "more")
      await client.finishWriting()

      #expect(
        head
          == "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nearly"
      )
      #expect(more == "more")
      #expect(await client.readToEnd() == "")
      await client.close()
    }
  }
}
