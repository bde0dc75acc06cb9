import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineHTTP

@Suite("HTTPClient: changing the protocol", .timeLimit(.minutes(2)))
struct UpgradeTests {
  @Test("a connection goes over to another protocol, and every byte arrives both ways")
  func plain() async throws {
    let loop = try EventLoop()
    let server = HTTPServer(on: loop) { _, response in
      let stream = try await response.upgrade(
        headers: [HTTPField("Upgrade", "echo"), HTTPField("Connection", "Upgrade")])
      while let bytes = try await stream.read() { try await stream.write(bytes) }
    }
    let address = try await server.listen()

    try await echo(HTTPClient(on: loop), "http://" + address.name)

    await server.stopNow()
  }

  @Test("so it does over TLS, with a certificate that the environment names for codex")
  func secure() async throws {
    let folder = try TemporaryFolder()
    let server = try PosixProcessRunner().start(
      ProcessCommand(
        executable: "/usr/bin/python3", arguments: ["-S", "-c", Argument(Self.secureEcho)],
        environment: ProcessEnvironment(["PATH": "/usr/bin:/bin"]), directory: folder.path))
    let port = try #require(try await server.readLine())
    let environment = ProcessEnvironment([
      "CODEX_CA_CERTIFICATE": (folder / "certificate").text, "SSL_CERT_FILE": "/nowhere",
    ])
    let settings = ClientSettings(environment: environment)

    try await echo(
      HTTPClient(on: try EventLoop(), settings: settings), "https://localhost:" + port)

    await server.finish(grace: .seconds(5))
  }

  @Test("a refusal comes with its status, fields and body")
  func refused() async throws {
    let loop = try EventLoop()
    let server = HTTPServer(on: loop) { _, response in
      try await response.send(
        status: 429, headers: [HTTPField("Retry-After", "7")], body: "too many".utf8)
    }
    let address = try await server.listen()
    let client = HTTPClient(on: loop)

    let answer = try await client.upgrade(ClientRequest(url: "http://" + address.name))

    guard case .refused(let status, let headers, let body) = answer else {
      Issue.record("The upgrade was accepted.")
      return
    }
    #expect(status == 429)
    #expect(headers.value(of: "retry-after") == "7")
    #expect(body == Array("too many".utf8))
    await server.stopNow()
  }

  @Test("no one there, no answer and no HTTP are errors")
  func failures() async throws {
    let loop = try EventLoop()
    let server = HTTPServer(on: loop) { request, response in
      let stream = try await response.takeOver()
      if request.path == "/silent" { _ = try await stream.read() }
      try await stream.write("nonsense\r\n\r\n".utf8)
    }
    let address = try await server.listen()
    let client = HTTPClient(on: loop)
    var limits = ClientLimits()
    limits.head = .milliseconds(200)

    await #expect(throws: HTTPError.unreachable(host: "127.0.0.1")) {
      try await client.upgrade(ClientRequest(url: "http://127.0.0.1:1"))
    }
    await #expect(throws: HTTPError.timedOutAfterSending(host: "127.0.0.1")) {
      try await client.upgrade(
        ClientRequest(url: "http://\(address.name)/silent", limits: limits))
    }
    await #expect(
      throws: HTTPError.malformed(host: "127.0.0.1", detail: "the status line is invalid")
    ) {
      try await client.upgrade(ClientRequest(url: "http://" + address.name))
    }
    await server.stopNow()
  }

  /// Sends 600 KB that come back, while no one reads for a while.
  private func echo(_ client: HTTPClient, _ url: String) async throws {
    let request = ClientRequest(
      url: url + "/echo",
      headers: [HTTPField("Upgrade", "echo"), HTTPField("Connection", "Upgrade")])
    guard case .switched(let headers, let tunnel) = try await client.upgrade(request) else {
      Issue.record("The upgrade was refused.")
      return
    }
    let block = (0..<20_000).map { UInt8(truncatingIfNeeded: $0) }
    let sending = Task { for _ in 0..<30 { try await tunnel.write(block) } }
    var received: [UInt8] = []
    while received.count < 600_000, let bytes = try await tunnel.read(limit: .seconds(30)) {
      received += bytes
    }
    try await sending.value
    await tunnel.close()

    #expect(headers.value(of: "upgrade") == "echo")
    #expect(received == Array(repeatElement(block, count: 30).joined()))
    await #expect(
      throws: HTTPError.cut(host: url.contains("localhost") ? "localhost" : "127.0.0.1")
    ) {
      try await tunnel.read()
    }
  }

  /// A server with a certificate of its own that accepts one upgrade and echoes.
  private static let secureEcho = """
    import socket, ssl, subprocess
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
      "-nodes", "-keyout", "key", "-out", "certificate", "-days", "2", "-subj", "/CN=localhost",
      "-addext", "subjectAltName=DNS:localhost"], check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("certificate", "key")
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    stream = context.wrap_socket(listener.accept()[0], server_side=True)
    head = b""
    while not head.endswith(b"\\r\\n\\r\\n"): head += stream.recv(1)
    stream.sendall(b"HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: echo\\r\\nConnection: Upgrade\\r\\n\\r\\n")
    while True:
      data = stream.recv(65536)
      if not data: break
      stream.sendall(data)
    """
}
