import EngineCore
import EnginePlatform
import EngineProxy
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("The ports of a service that starts", .timeLimit(.minutes(1)))
struct ServicePortTests {
  private let scene: FleetScene
  private let said = Lines()

  /// What was said, one line each.
  private final class Lines: Sendable {
    let all = Mutex<[String]>([])
  }

  init() throws {
    scene = try FleetScene()
  }

  @Test("move with one warning where outgoing connections could take those of last time")
  func exposed() async throws {
    // The system's choice is one that an outgoing connection could get too.
    let first = try await proxy()
    let last = ServicePorts(try await first.start())
    await first.stop()
    try await expectMove(
      from: last, because: "outgoing connections of other programs could take port \(last.provider)"
    )
  }

  @Test("move with one warning where another program holds those of last time")
  func held() async throws {
    let holder = try await proxy()
    let last = ServicePorts(try await listen(holder))
    try await expectMove(from: last, because: "another program uses port \(last.provider)")
    await holder.stop()
  }

  @Test("are waited for, and said so once, where the desktop app is bound to them")
  func bound() async throws {
    let holder = try await proxy()
    let last = ServicePorts(try await listen(holder))
    try await record(last)
    try await bind(to: last)
    let second = try await proxy()

    let waiting = Task { try await listen(second) }
    while said.all.withLock({ $0.isEmpty }) {
      try Task.checkCancellation()
      await Task.yield()
    }
    await holder.stop()
    let pulse = Task {
      while !Task.isCancelled {
        scene.time.advance(by: .milliseconds(250))
        await Task.yield()
      }
    }
    let addresses = try await waiting.value
    pulse.cancel()

    #expect(ServicePorts(addresses) == last)
    #expect(
      said.all.withLock { $0 } == [
        "The desktop app is bound to port \(last.provider), which another program uses. "
          + "The proxy waits for it."
      ])
    await second.stop()
  }

  /// The next start leaves the ports of last time and says why, once.
  private func expectMove(from last: ServicePorts, because reason: String) async throws {
    try await record(last)
    let proxy = try await proxy()

    let addresses = try await listen(proxy)

    #expect(ServicePorts(addresses) != last)
    #expect(said.all.withLock { $0 } == ["The proxy takes other ports: \(reason)."])
    await proxy.stop()
  }

  private func bind(to ports: ServicePorts) async throws {
    let layout = await scene.fleet.layout
    let address = "http://127.0.0.1:\(ports.provider)/t/token/backend-api/codex"
    let note = #"{"file":"","left":"","address":"\#(SHA256.hexadecimal(address))"}"#
    for (folder, name, text) in [
      (layout.pool.path, "app.json", note),
      (layout.usualHome, "config.toml", "openai_base_url = \"\(address)\"\n"),
    ] {
      try DiskFileSystem().createFolder(folder, mode: .privateFolder)
      try DiskFileSystem().replace(folder / name, with: Data(text.utf8), mode: .privateFile)
    }
  }

  private func proxy() async throws -> RotationProxy {
    let clients = try LiveClientTokens(await scene.fleet.tokensOfClients, time: scene.time)
    return try RotationProxy(
      await scene.fleet.proxySurroundings(for: clients),
      settings: ProxySettings(environment: ProcessEnvironment([:])))
  }

  private func listen(_ proxy: RotationProxy) async throws -> ProxyAddresses {
    let socket = await scene.fleet.layout.proxySocket
    try DiskFileSystem().createFolder(socket.parent, mode: .privateFolder)
    // What is in the way is a port, not the socket of the test before.
    try? DiskFileSystem().remove(socket)
    return try await scene.fleet.listen(proxy, on: nil) { line in
      said.all.withLock { $0.append(line) }
    }
  }

  private func record(_ ports: ServicePorts) async throws {
    try await scene.fleet.services.book.write(
      ServiceRecord(
        process: ProcessIdentity(pid: 1, startTicks: 0), version: "1", program: nil, ports: ports,
        keeper: .background, startedAt: scene.time.now()))
  }
}
