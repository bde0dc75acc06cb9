import CSystem
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineHTTP

private let request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

/// Takes requests for `/key` as proof.
private let doorkeeper: ServerHandler = { request, response in
  guard request.path == "/key" else { return try await response.send(status: 401) }
  await request.markProven()
  try await response.send(status: 200)
}

@Suite("HTTPServer: connections that have not proved themselves", .timeLimit(.minutes(1)))
struct UnprovenConnectionTests {
  private var settings: ServerSettings {
    var settings = ServerSettings()
    settings.unprovenLimit = 4
    settings.headTimeLimit = .seconds(60)
    return settings
  }

  @Test("one more than the limit closes the oldest")
  func oldest() async throws {
    try await withServer(settings: settings, handler: doorkeeper) { server in
      var clients: [RawClient] = []
      for _ in 1...5 {
        let client = try await server.client()
        try await client.send("GET / HT")
        clients.append(client)
      }

      let end = await clients[0].readToEnd()
      try await clients[1].send("TP/1.1\r\nHost: x\r\n\r\n")

      #expect(end == "")
      #expect(await clients[1].answer()?.status == 401)
      #expect(await server.server.connectionCount == 4)
      for client in clients { await client.close() }
    }
  }

  @Test("one that has shown its key stays, however many come after it, and so does its whole head")
  func proven() async throws {
    try await withServer(settings: settings, handler: doorkeeper) { server in
      let known = try await server.client()
      try await known.send("GET /key HTTP/1.1\r\nHost: x\r\n\r\n")
      let first = await known.answer()?.status

      var crowd: [RawClient] = []
      for _ in 1...40 { crowd.append(try await server.client()) }
      let late = try await server.client()
      try await late.send("GET /key HTTP/1.1\r\nHost: x\r\n\r\n")
      for _ in 1...40 { crowd.append(try await server.client()) }
      try await known.send("GET /key HTTP/1.1\r\nHost: x\r\n\r\n")

      #expect(first == 200)
      #expect(await known.answer()?.status == 200)
      #expect(await late.answer()?.status == 200)
      await eventually { await server.server.connectionCount <= 6 }
      for client in crowd + [known, late] { await client.close() }
    }
  }

  @Test("a head has its limit from the start of the connection, not from its first byte")
  func slowHead() async throws {
    var settings = settings
    settings.headTimeLimit = .milliseconds(300)
    try await withServer(settings: settings, handler: doorkeeper) { server in
      let client = try await server.client()
      // A head that goes on and on: only its limit ends the connection.
      let drip = Task {
        try await client.send("GET /".utf8.map { $0 })
        while !Task.isCancelled {
          try await client.send([UInt8(ascii: "a")])
          try await SystemTimeSource().sleep(for: .milliseconds(40))
        }
      }

      let end = await client.readToEnd()

      #expect(end == "" || end.hasPrefix("HTTP/1.1 408 "))
      drip.cancel()
      await client.close()
    }
  }

  @Test("without a limit nothing has to be proved")
  func unlimited() async throws {
    try await withServer(handler: doorkeeper) { server in
      var clients: [RawClient] = []
      for _ in 1...100 { clients.append(try await server.client()) }

      try await clients[0].send(request)

      #expect(await clients[0].answer()?.status == 401)
      for client in clients { await client.close() }
    }
  }
}

@Suite("Connections without a token, and which are too many")
struct UnprovenListTests {
  private let later = UnprovenConnections.grace

  @Test("the oldest beyond the limit, once they had their time")
  func oldest() {
    var unproven = UnprovenConnections(limit: 2)
    for id in 1...5 { unproven.add(id, at: .zero) }

    #expect(unproven.surplus(at: .zero) == [])
    #expect(unproven.nextSurplus == later)
    #expect(unproven.surplus(at: later) == [1, 2, 3])
  }

  @Test("what proved itself or ended counts no more")
  func removed() {
    var unproven = UnprovenConnections(limit: 2)
    for id in 1...5 { unproven.add(id, at: .zero) }
    for id in [1, 3, 5, 9] { unproven.remove(id) }

    #expect(unproven.surplus(at: later) == [])
    #expect(unproven.nextSurplus == nil)
  }

  @Test("a crowd that comes at once is bounded at once")
  func crowd() {
    var unproven = UnprovenConnections(limit: 2)
    for id in 1...(UnprovenConnections.most + 3) { unproven.add(id, at: .zero) }

    #expect(unproven.surplus(at: .zero) == [1, 2, 3])
  }
}

@Suite("Which user has the other end of a connection", .timeLimit(.minutes(1)))
struct ConnectionPeerTests {
  @Test(
    "users are told apart by their numbers",
    arguments: [
      (501, 501, ConnectionPeer.sameUser), (0, 0, .sameUser), (0, 501, .root),
      (502, 501, .otherUser),
      (501, 0, .otherUser),
    ])
  func numbers(user: UInt32, own: UInt32, peer: ConnectionPeer) {
    #expect(ConnectionPeer(user: user, own: own) == peer)
  }

  @Test("this process is the same user, over TCP and over a unix socket")
  func own() async throws {
    let peers = Box<[ConnectionPeer]>([])
    let loop = try EventLoop()
    var settings = ServerSettings()
    settings.identifiesPeers = true
    let server = HTTPServer(on: loop, settings: settings) { request, response in
      peers.update { $0.append(request.peer) }
      try await response.send(status: 200)
    }
    let folder = try TemporaryFolder()
    for address in [
      try await server.listen(), try await server.listen(on: .unixSocket(folder / "socket")),
    ] {
      let client = try await RawClient(address, on: loop)
      try await client.send(request)
      _ = await client.answer()
      await client.close()
    }

    #expect(peers.value == [.sameUser, .sameUser])
    await server.stopNow()
  }

  @Test("a client that closed its socket is no one, not root")
  func gone() throws {
    let listener = csystem_listen_tcp("127.0.0.1", 0, 4)
    let client = csystem_connect_tcp("127.0.0.1", UInt16(clamping: csystem_local_port(listener)))
    let accepted = csystem_accept(listener)
    try #require(listener >= 0 && client >= 0 && accepted >= 0)
    let before = ConnectionPeer(of: accepted)

    csystem_close_socket(client, 0)

    #expect(before == .sameUser)
    #expect(ConnectionPeer(of: accepted) == .gone)
    csystem_close_socket(accepted, 0)
    csystem_close_socket(listener, 0)
  }

  @Test("another user's client is another user's", .enabled(if: OtherUser.isAvailable))
  func other() async throws {
    let peers = Box<[ConnectionPeer]>([])
    var settings = ServerSettings()
    settings.identifiesPeers = true
    try await withServer(
      settings: settings,
      handler: { request, response in
        peers.update { $0.append(request.peer) }
        try await response.send(status: 200)
      }
    ) { server in
      _ = try await OtherUser.run("/usr/bin/curl", ["-s", server.address.origin])

      #expect(peers.value == [.otherUser])
    }
  }
}
