import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineHTTP
@testable import EngineProxy
@testable import EngineStandin

@Suite("The proxy: what is open when tokens and accounts change", .timeLimit(.minutes(2)))
struct ChangeTests {
  enum Change: CaseIterable {
    case revoked, off, signedOut, removed
  }

  @Test("an idle WebSocket ends within a second", arguments: Change.allCases)
  func idle(change: Change) async throws {
    try await serve { scene in
      let socket = try await SocketClient.open(scene)
      #expect(try await socket.turn("one").last == "response.completed")
      let start = scene.time.uptime()

      try await Self.make(change, in: scene)
      let rest = try await socket.rest()

      #expect(rest == [])
      // It takes a look at the pool, which comes before a second is over, and on a busy machine more.
      #expect(ProxySettings().poolInterval < .seconds(1))
      #expect(scene.time.uptime() - start < .seconds(10))
    }
  }

  @Test("a turn that runs ends first, and no other follows it", arguments: [Change.revoked, .off])
  func running(change: Change) async throws {
    try await serve { scene in
      await scene.server.standin.script(
        Behaviour(.drip(deltas: 100, milliseconds: 10), on: .responses, times: 1), for: "first")
      let socket = try await SocketClient.open(scene)
      try await socket.ask("one")
      #expect(try await socket.next() != nil)

      try await Self.make(change, in: scene)
      let rest = try await socket.rest()

      #expect(rest.last == "response.completed")
    }
  }

  @Test("a turn of a removed account is cut")
  func cut() async throws {
    try await serve { scene in
      await scene.server.standin.script(
        Behaviour(.drip(deltas: 3_000, milliseconds: 10), on: .responses, times: 1), for: "first")
      let socket = try await SocketClient.open(scene)
      try await socket.ask("one")
      #expect(await scene.settles { $0.activeStreams == 1 })

      try await Self.make(.removed, in: scene)
      let rest = try await socket.rest()

      #expect(rest.last != "response.completed")
    }
  }

  @Test("a revoked token is turned away")
  func turnedAway() async throws {
    try await serve { scene in
      scene.clients.revoke()

      let response = try await scene.send()
      _ = try await response.collect(limit: 4_096)

      #expect(response.status == 401)
    }
  }

  @Test("what ends, and when")
  func rule() {
    func account(isEnabled: Bool = true, isExpired: Bool = false) -> Candidate {
      Candidate(
        id: AccountID("one"), label: "one", isEnabled: isEnabled, isExpired: isExpired, reading: nil
      )
    }
    let fate = OpenSocketRule.fate

    #expect(fate(true, account()) == .stay)
    #expect(fate(true, nil) == .stay)
    #expect(fate(false, account()) == .endAfterTurn)
    #expect(fate(false, nil) == .endAfterTurn)
    #expect(fate(true, account(isEnabled: false)) == .endAfterTurn)
    #expect(fate(true, account(isExpired: true)) == .endAfterTurn)
    #expect(fate(true, .some(nil)) == .endNow)
  }

  private func serve(_ body: (RelayScene) async throws -> Void) async throws {
    try await RelayScene.serve { scene in
      await scene.server.standin.update { state, _ in state.settings.offersWebSocket = true }
      try await body(scene)
    }
  }

  private static func make(_ change: Change, in scene: RelayScene) async throws {
    switch change {
    case .revoked:
      scene.clients.revoke()
      try await scene.proxy.clientsChanged()
    case .off: scene.switchOff("first")
    case .signedOut:
      let now = scene.time.now()
      try scene.state.updateCondition(of: AccountID("id-first")) { $0.expiredSince = now }
    case .removed: scene.remove("first")
    }
  }
}

@Suite("The proxy: other users of the machine", .timeLimit(.minutes(1)))
struct OtherUserTests {
  private let port = ServerAddress.loopback(port: 1)
  private let socket = ServerAddress.unixSocket("/run/proxy.sock")
  private let plain = ProxyClient(name: "plain")
  private let container = ProxyClient(name: "ws-one", isInContainer: true)

  @Test("its own user and root are served, with or without a token")
  func own() {
    for peer in [ConnectionPeer.sameUser, .root] {
      #expect(PeerRule.admits(plain, from: peer, over: port))
      #expect(PeerRule.admits(nil, from: peer, over: port))
      #expect(PeerRule.admits(container, from: peer, over: socket))
    }
  }

  @Test(
    "no one else is, not even with a token", arguments: [ConnectionPeer.otherUser, .gone, .unknown])
  func others(peer: ConnectionPeer) {
    for client in [plain, container, nil] {
      #expect(!PeerRule.admits(client, from: peer, over: port))
    }
    #expect(!PeerRule.admits(plain, from: peer, over: socket))
    #expect(!PeerRule.admits(nil, from: peer, over: socket))
  }

  @Test("but a container's token is good on the unix socket, whatever number its user has there")
  func containers() {
    #expect(PeerRule.admits(container, from: .otherUser, over: socket))
  }

  @Test(
    "another user with a stolen token gets 403 and reaches nothing",
    .enabled(if: OtherUser.isAvailable))
  func stolen() async throws {
    try await RelayScene.serve { scene in
      let url = try scene.addresses.openAIBaseURL + "/responses"
      let bearer = "Authorization: Bearer " + RelayScene.token

      let output = try await OtherUser.run(
        "/usr/bin/curl",
        ["-s", "-w", "%{http_code}", "-H", bearer, "-d", RelayScene.turn("hi"), url])

      #expect(output.hasSuffix("403"))
      #expect(output.contains("other_user"))
      #expect(await scene.turns() == [])
    }
  }

  @Test("crowds without a token do not keep the owner out: the oldest of them give way")
  func crowd() async throws {
    try await RelayScene.serve { scene in
      let port = try scene.addresses.responsesPort
      let half = Array(
        ("GET /healthz HTTP/1.1\r\nX: " + String(repeating: "a", count: 60_000)).utf8)
      var crowd: [RawPeer] = []
      for _ in 0..<800 {
        guard let peer = RawPeer(port: port) else { break }
        peer.say(half)
        crowd.append(peer)
      }

      let answer = try await scene.turn()

      #expect(answer.status == 200)
      #expect(crowd.count == 800)
      for peer in crowd.prefix(730) { #expect(await peer.hears(scene.time)) }
      for peer in crowd { peer.close() }
    }
  }
}
