import EngineCore
package import EngineHTTP
import EngineProxyPolicy

/// The rotation proxy: listens on loopback, puts the right account on each request, and moves a request
/// to another account when that account cannot serve it, before the client has seen a byte.
package actor RotationProxy {
  /// How far back homes of conversations are read: as long as affinity lasts, in seconds.
  private static let homeAge: Double = 86_400

  private nonisolated let loop: EventLoop
  private let surroundings: ProxySurroundings
  private let settings: ProxySettings
  private let desk: RelayDesk
  private let directory: UpstreamDirectory
  private let journal: RelayJournal
  private var server: HTTPServer?
  private var addresses: ProxyAddresses?
  private var startedAt: Date?
  private var watch: Task<Void, Never>?
  private var warming: Task<Void, Never>?
  private var homesReadAt: Date?
  private var lastTrouble: String?
  private let client: HTTPClient

  package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  /// A proxy that does not listen yet.
  ///
  /// - Throws: `HTTPServerError.noEventLoop` when the system refuses descriptors.
  package init(
    _ surroundings: ProxySurroundings, settings: ProxySettings = ProxySettings()
  ) throws(HTTPServerError) {
    self.surroundings = surroundings
    self.settings = settings
    loop = try EventLoop()
    client = HTTPClient(on: loop, settings: settings.client)
    journal = RelayJournal(surroundings, delay: settings.writeDelay)
    desk = RelayDesk(on: loop, surroundings, journal: journal)
    directory = UpstreamDirectory(on: loop, surroundings, client: client, journal: journal)
  }

  /// Reads the pool and what was kept, and begins to listen.
  ///
  /// - Returns: The addresses with the ports the system chose.
  /// - Throws: `HTTPServerError.cannotListen`, `.stopped`.
  package func start(
    on ports: ProxyPorts = ProxyPorts()
  ) async throws(HTTPServerError) -> ProxyAddresses {
    let tools = RelayTools(
      loop: loop, desk: desk, directory: directory, client: client,
      room: BodyRoom(limit: settings.bodyRoom), settings: settings)
    let gate = RelayGate(tools: tools, clients: surroundings.clients) { [weak self] in
      await self?.status() ?? ProxyStatus()
    }
    let server = HTTPServer(on: loop, settings: settings.server) { request, response in
      try await gate.serve(request, response)
    }
    await refreshPool()
    let addresses: ProxyAddresses
    do throws(HTTPServerError) {
      let (responses, backend) = try await listen(server, ports)
      if let socket = ports.socket { try await server.listen(on: .unixSocket(socket)) }
      addresses = ProxyAddresses(
        responsesPort: responses.port ?? 0, backendPort: backend.port ?? 0, socket: ports.socket)
    } catch {
      await server.stopNow()
      throw error
    }
    self.server = server
    self.addresses = addresses
    startedAt = surroundings.time.now()
    watchPool()
    warmUp()
    return addresses
  }

  /// As `start`, for ports that another program may hold.
  ///
  /// - Returns: The addresses, nil if one of the ports cannot be had.
  /// - Throws: `HTTPServerError.stopped`.
  package func startIfFree(
    on ports: ProxyPorts
  ) async throws(HTTPServerError) -> ProxyAddresses? {
    do {
      return try await start(on: ports)
    } catch {
      guard case .cannotListen = error else { throw error }
      return nil
    }
  }

  private func listen(
    _ server: HTTPServer, _ ports: ProxyPorts
  ) async throws(HTTPServerError) -> (ServerAddress, ServerAddress) {
    if ports.inherited.count == 2 {
      return (
        try await server.listen(onInherited: ports.inherited[0]),
        try await server.listen(onInherited: ports.inherited[1])
      )
    }
    return (
      try await server.listen(on: .loopback(port: ports.responses)),
      try await server.listen(on: .loopback(port: ports.backend))
    )
  }

  /// Takes no more requests, lets running streams finish, cuts those that do not within `limit`, and
  /// writes down what was learned.
  package func stop(within limit: Duration = .seconds(30)) async {
    watch?.cancel()
    warming?.cancel()
    watch = nil
    await desk.drain()
    await server?.stop(within: limit)
    server = nil
    addresses = nil
    await desk.stop()
    await journal.finish()
  }

  /// What it did and does.
  func status() async -> ProxyStatus {
    var status = await desk.status()
    status.isRunning = server != nil
    status.addresses = addresses
    status.startedAt = startedAt
    return status
  }

  /// Reads the pool again now, and what other proxies noted.
  package func refreshPool() async {
    do {
      let pool = try await surroundings.pool()
      let now = surroundings.time.now()
      // A little overlap: another process may have noted something while this read.
      let since = homesReadAt.map { $0 - 5 } ?? now - Self.homeAge
      let homes = try surroundings.state.homes(usedSince: since)
      let rests = try surroundings.state.rests()
      homesReadAt = now
      lastTrouble = nil
      await desk.take(pool, homes: homes, rests: rests)
      await desk.endUnwelcome()
    } catch {
      tell((error as? any EngineError)?.message ?? "The accounts could not be read.")
    }
  }

  /// The clients' tokens have changed: what is open of revoked ones ends.
  package func clientsChanged() async { await desk.endUnwelcome() }

  /// What is known stays in use while it cannot be read; each trouble is told once.
  private func tell(_ trouble: String) {
    guard trouble != lastTrouble else { return }
    lastTrouble = trouble
    journal.tell(EngineEvent(at: surroundings.time.now(), kind: .warning, message: trouble))
  }

  /// Learns the routing of the account that is likely to serve first, which also opens the connection
  /// that its first request will use.
  private func warmUp() {
    let (desk, directory) = (desk, directory)
    warming = Task(name: "proxy warm-up", executorPreference: loop) {
      guard let account = await desk.favourite() else { return }
      // Whatever is wrong shows at the first request, which is answered for it.
      _ = try? await directory.identity(of: account, renewing: false)
    }
  }

  /// Reads the pool at every interval while there are requests, every fifth otherwise, and at every
  /// fortieth (half a minute) gives back what memory a rush of streams left behind.
  private func watchPool() {
    let (time, interval, desk) = (surroundings.time, settings.poolInterval, desk)
    let giveBackMemory = surroundings.giveBackMemory
    watch = Task(name: "proxy pool", executorPreference: loop) { [weak self] in
      var round = 0
      while (try? await time.sleep(for: interval)) != nil {
        round += 1
        if round % 40 == 0 { giveBackMemory() }
        // A proxy that was let go without being stopped takes this along.
        guard let proxy = self else { return }
        guard await desk.wasBusy() || round % 5 == 0 else { continue }
        await proxy.refreshPool()
      }
    }
  }
}
