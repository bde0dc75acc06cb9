import EngineCodex
import EngineKernel
import EngineRelay
package import EngineRotation
import EngineSandbox
import EngineSettings

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
    let token = try await preparePool()
    return try await services.start(token: token, port: port, inBackground: inBackground)
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
    let clients = try LiveClientTokens(tokensOfClients)
    let proxy = try RotationProxy(
      proxySurroundings(for: clients, moved: { say($0.sentence) }),
      settings: ProxySettings(environment: configuration.environment))
    try configuration.files.createFolder(layout.proxySocket.parent, mode: .privateFolder)
    let addresses = try await proxy.start(on: ports(port))
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
    await clients.follow(configuration.time)
    say("The proxy takes no more requests, and ends when the running ones are done.")
    // The task is cancelled by now; what drains must not be.
    await Task(name: "drain") { await proxy.stop() }.value
    await company
    await settings
    recorder.record(EngineEvent(at: now, kind: .proxyStopped, message: "The proxy has ended."))
    say("The proxy has ended.")
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

  /// The ports of last time, so that who was told them finds the service again.
  private func ports(_ wished: UInt16?) -> ProxyPorts {
    let socket = layout.proxySocket
    if let wished {
      let second = wished == 0 ? 0 : wished &+ 1
      return ProxyPorts(responses: wished, backend: second, socket: socket)
    }
    guard let last = services.book.last?.ports else { return ProxyPorts(socket: socket) }
    return ProxyPorts(responses: last.provider, backend: last.backend, socket: socket)
  }
}
