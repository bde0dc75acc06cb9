import EngineCore
import EngineProxy

extension Fleet {
  /// What the proxy that serves as a service says about itself. Changes nothing.
  package func proxyReport() async throws -> ProxyReport {
    try await services.report(token: poolHome.token())
  }

  /// What the service wrote down about itself, nil if none runs.
  package func proxyRecord() async -> ServiceRecord? { services.book.running }

  /// Starts the service and waits until it answers.
  ///
  /// - Parameters:
  ///   - port: the first of its two ports, nil for that of last time.
  ///   - inBackground: whether to do without a service manager.
  /// - Returns: Its record, and whether it ran already.
  /// - Throws: `RotationError`, and what preparing the pool's home throws.
  package func startProxy(
    port: UInt16?, inBackground: Bool
  ) async throws -> (record: ServiceRecord, ranAlready: Bool) {
    _ = try await preparePool()
    let home = poolHome
    let last = services.book.last?.ports
    // The service renews it when it starts.
    let started = try await services.start(
      token: { try? home.token() }, port: port,
      ports: servicePorts(port).candidates.filter { $0 != .any },
      inBackground: inBackground)
    if let last, port == nil, started.record.ports != last {
      recorder.record(
        EngineEvent(
          at: now, kind: .warning,
          message:
            "The proxy moved from port \(last.provider) to \(started.record.ports.provider). "
            + "Programs that were told the old one (swop proxy env) have to be told again."))
    }
    return started
  }

  /// Stops the service.
  ///
  /// - Returns: What ran, and whether it had to be forced; nil if nothing ran.
  package func stopProxy() async throws -> (record: ServiceRecord, byForce: Bool)? {
    try await services.stop()
  }

  /// The end of the service's log.
  package func proxyLog(last count: Int) async throws -> [String] {
    try services.logLines(last: count)
  }

  /// What another program needs to start codex through the running service.
  package func proxyEnvironment() async throws -> ProxyClientEnvironment {
    guard let record = services.book.running else { throw RotationError.notRunning }
    _ = try await preparePool()
    let mode = configuration.settings.isolation
    return ProxyClientEnvironment(
      route: record.ports.route, mode: mode, sharesHistory: await sharesHistory(mode),
      inherited: configuration.environment, layout: layout)
  }

  /// Serves until the task is cancelled, then drains.
  ///
  /// - Parameters:
  ///   - port: the first of its two ports, nil for that of last time.
  ///   - keeper: who looks after this process.
  ///   - say: told what happens, one line each.
  /// - Throws: `RotationError.alreadyRunning`; what listening throws.
  package func serveProxy(
    port: UInt16?, keeper: ServiceKeeper, say: @escaping @Sendable (String) -> Void
  ) async throws {
    guard let lock = try locks.tryAcquire(.proxyService, purpose: "serving as the proxy") else {
      let pid = services.book.running?.process.pid ?? locks.owner(of: .proxyService)?.process.pid
      throw RotationError.alreadyRunning(pid: pid ?? 0)
    }
    defer { lock.release() }
    _ = try await preparePool()
    try await poolHome.enter(for: .service)
    do {
      try await serve(port: port, keeper: keeper, say: say)
    } catch {
      await poolHome.leave()
      throw error
    }
    await poolHome.leave()
  }

  private func serve(
    port: UInt16?, keeper: ServiceKeeper, say: @escaping @Sendable (String) -> Void
  ) async throws {
    let clients = try LiveClientTokens(tokensOfClients, time: configuration.time)
    let proxy = try RotationProxy(
      proxySurroundings(for: clients, moved: { say($0.sentence) }),
      settings: ProxySettings(environment: configuration.environment))
    try configuration.files.createFolder(layout.proxySocket.parent, mode: .privateFolder)
    let addresses = try await listen(proxy, on: port, say)
    let ports = ServicePorts(addresses)
    try services.book.write(
      ServiceRecord(
        process: configuration.processes.current, version: configuration.version,
        program: configuration.ownExecutable, ports: ports, keeper: keeper, startedAt: now))
    say("The proxy listens on \(ports.url).")
    recorder.record(
      EngineEvent(at: now, kind: .proxyStarted, message: "The proxy listens on \(ports.url)."))
    async let company: Void = Self.accompany(configuration.time) { await self.current() }
    async let settings: Void = keepUpToDate(proxy)
    await clients.follow { await proxy.clientsChanged() }
    say("The proxy takes no more requests, and ends when the running ones are done.")
    // The task is cancelled by now; what drains must not be.
    await Task(name: "drain") { await proxy.stop() }.value
    await company
    await settings
    recorder.record(EngineEvent(at: now, kind: .proxyStopped, message: "The proxy has stopped."))
    say("The proxy has stopped.")
  }

  var services: ServiceControl {
    ServiceControl(
      ServiceParts(
        layout: layout, files: configuration.files, runner: configuration.processes,
        background: configuration.background, http: configuration.http,
        time: configuration.time, environment: configuration.environment,
        userHome: configuration.userHome, program: configuration.ownExecutable,
        version: configuration.version))
  }

  /// Makes the pool's home ready and gives its token.
  private func preparePool() async throws -> Redacted<String> {
    try sandboxes.prepareRoot()
    let mode = configuration.settings.isolation
    _ = try await poolHome.prepare(mode: mode, sharesHistory: await sharesHistory(mode))
    guard let token = try poolHome.token() else {
      throw RotationError.noProxy(detail: "the pool has no sign-in")
    }
    return token
  }

  /// Whether the codex that is found shares conversations; the next run looks again.
  private func sharesHistory(_ mode: IsolationMode) async -> Bool {
    guard mode == .relaxed else { return false }
    return (try? await homes.binary())?.abilities.sharesHistory ?? true
  }
}

/// Where the service listens.
extension Fleet {
  private static let portRange: FilePath = "/proc/sys/net/ipv4/ip_local_port_range"
  private static let pause = Duration.milliseconds(250)

  /// The ports to try, the best first.
  ///
  /// - Parameter wished: the first port as it was asked for, nil for those of last time.
  /// - Returns: The pairs; whether the first has to be had, because the desktop app is bound to it; and why
  ///   the ports of last time were left, nil if they were not.
  func servicePorts(
    _ wished: UInt16?
  ) -> (candidates: [ServicePorts], mustWait: Bool, reason: String?) {
    if let wished {
      return ([ServicePorts(provider: wished, backend: wished &+ 1)], false, nil)
    }
    let text = try? configuration.files.read(Self.portRange)
    let choice = PortChoice(
      outgoing: text.flatMap { PortChoice.range(String(decoding: $0, as: UTF8.self)) })
    let fresh = choice.pairs(configuration.random) + [.any]
    guard let last = services.book.last?.ports else { return (fresh, false, nil) }
    if isBound { return ([last], true, nil) }
    guard choice.isExposed(last) else { return ([last] + fresh, false, nil) }
    return (
      fresh, false, "outgoing connections of other programs could take port \(last.provider)"
    )
  }

  /// Begins to listen: on what systemd opened, else on the first ports that can be had.
  ///
  /// - Throws: `HTTPServerError`; `CancellationError` while it waits for ports that others hold.
  func listen(
    _ proxy: RotationProxy, on wished: UInt16?, _ say: @Sendable (String) -> Void
  ) async throws -> ProxyAddresses {
    let inherited = InheritedSockets.descriptors(
      in: configuration.environment, of: configuration.processes.current.pid)
    if inherited.count == 2 {
      var ports = ProxyPorts(socket: layout.proxySocket)
      ports.inherited = inherited
      return try await proxy.start(on: ports)
    }
    let (candidates, mustWait, reason) = servicePorts(wished)
    if let reason { say("The proxy takes other ports: \(reason).") }
    if mustWait, let pair = candidates.first { return try await wait(proxy, for: pair, say) }
    for pair in candidates.dropLast() {
      if let addresses = try await proxy.startIfFree(on: proxyPorts(pair)) { return addresses }
      if pair == services.book.last?.ports {
        say("The proxy takes other ports: another program uses port \(pair.provider).")
      }
    }
    return try await proxy.start(on: proxyPorts(candidates.last ?? .any))
  }

  private func wait(
    _ proxy: RotationProxy, for pair: ServicePorts, _ say: @Sendable (String) -> Void
  ) async throws -> ProxyAddresses {
    var hasSaid = false
    while true {
      if let addresses = try await proxy.startIfFree(on: proxyPorts(pair)) { return addresses }
      if !hasSaid {
        say(
          "The desktop app is bound to port \(pair.provider), which another program uses. "
            + "The proxy waits for it.")
      }
      hasSaid = true
      try await configuration.time.sleep(for: Self.pause)
    }
  }

  private func proxyPorts(_ pair: ServicePorts) -> ProxyPorts {
    ProxyPorts(responses: pair.provider, backend: pair.backend, socket: layout.proxySocket)
  }
}
