import EngineCore

/// Starts, asks and stops the proxy that serves as this root's service.
package struct ServiceControl: Sendable {
  /// What the service wrote down about itself.
  let book: ServiceBook
  let parts: ServiceParts

  /// How long a start may take.
  private static let startLimit = Duration.seconds(20)
  /// How long running streams may take to finish, and a little more.
  private static let stopLimit = Duration.seconds(35)
  private static let pause = Duration.milliseconds(50)

  /// The control of a root.
  package init(_ parts: ServiceParts) {
    self.parts = parts
    book = ServiceBook(run: parts.layout.run, files: parts.files, runner: parts.runner)
  }

  /// Whether a proxy answers on these ports, and takes the token.
  func isHealthy(_ ports: ServicePorts, token: Redacted<String>) async -> Bool {
    let answer = try? await ask(ports, "/healthz", token, limit: .seconds(2))
    return answer?.status == 200
  }

  /// What the running service says about itself; `.stopped` if none runs.
  ///
  /// - Throws: `RotationError.noAnswer`.
  func report(token: Redacted<String>?) async throws(RotationError) -> ProxyReport {
    guard let record = book.running else {
      return .stopped(because: await condition()?.reason(lastWords()))
    }
    guard let token else { throw .noAnswer(detail: "the pool has no sign-in") }
    let answer = try await ask(record.ports, "/status", token, limit: .seconds(5))
    guard answer.status == 200, let report = ProxyReport(answer.body.reveal()) else {
      throw .noAnswer(detail: "it answered with status \(answer.status)")
    }
    return report.kept(by: record.keeper)
  }

  /// Why the machine's service manager starts the service no more, one clause; nil if it does, or none is
  /// asked to.
  package func surrender() async -> String? {
    guard book.running == nil, let condition = await condition(), condition.isGivenUp else {
      return nil
    }
    return condition.reason(lastWords())
  }

  private func condition() async -> ServiceCondition? { await managers(of: nil).condition() }

  /// Starts the service, by the machine's service manager if there is one, and waits until it answers.
  /// One of another swop, or on another port than is wished, gives way to it once it has drained.
  ///
  /// - Parameters:
  ///   - token: the pool's, to ask whether it is there; asked for again and again, for the service renews
  ///     it.
  ///   - port: the first of its two ports, nil for that of last time.
  ///   - ports: pairs of ports that systemd may open for it, the best first; at least one.
  ///   - inBackground: whether to do without a service manager.
  /// - Returns: Its record, and whether it ran already.
  /// - Throws: `RotationError`; nothing is left running then.
  func start(
    token: () -> Redacted<String>?, port: UInt16?, ports: [ServicePorts],
    inBackground: Bool
  ) async throws(RotationError) -> (record: ServiceRecord, ranAlready: Bool) {
    guard let program = parts.program else {
      throw .didNotStart(detail: "this program's own file is unknown", log: parts.log)
    }
    if let record = book.running {
      guard givesWay(record, to: program, port: port) else { return (record, true) }
      _ = try await stop()
    }
    try prepareLog()
    let start = ((try? logLines(last: .max)) ?? []).count
    if !inBackground, let manager = await ServiceManager.found(parts) {
      do {
        try await startHolding(ports, by: manager, program, port: port)
        let record = try await arrival(token, logStart: start) {
          await manager.condition()?.didNotLast ?? false
        }
        return (record, false)
      } catch {
        // Nothing more can be done about a manager that refuses this as well.
        try? await manager.stop()
        throw error
      }
    }
    let process = try startInBackground(program, port: port)
    do {
      let record = try await arrival(token, logStart: start) { !parts.runner.isAlive(process) }
      return (record, false)
    } catch {
      parts.background.end(process, byForce: true)
      throw error
    }
  }

  /// Another program may hold some of the ports: then the next ones are tried.
  private func startHolding(
    _ ports: [ServicePorts], by manager: ServiceManager, _ program: FilePath, port: UInt16?
  ) async throws(RotationError) {
    for (place, pair) in ports.enumerated() {
      do {
        return try await manager.start(program, port: port, holding: pair)
      } catch {
        guard place < ports.count - 1 else { throw error }
        try? await manager.stop()
      }
    }
  }

  /// Why another program could take the ports of the running service when that is down; nil if none could.
  func exposure() async -> String? {
    guard let record = book.running else { return "the service is not running" }
    switch record.keeper {
    case .systemd, .launchd: return await managers(of: record.keeper).exposure()
    case .background: return "no service manager holds its ports"
    case .foreground: return "it runs in a terminal"
    }
  }

  /// Whether what is bound to a port leads to another program than this root's service: that one runs on
  /// another port, or it does not run and someone listens there. The request shows nothing.
  package func isForeign(_ port: UInt16) async -> Bool {
    if let record = book.running { return record.ports.provider != port }
    if await managers(of: nil).isHoldingPorts() { return false }
    // The second port belongs to the first one only as long as the service's own note says so.
    let backend = book.last.flatMap { $0.ports.provider == port ? $0.ports.backend : nil }
    for port in [port] + (backend.map { [$0] } ?? []) {
      do {
        _ = try await parts.http.send(
          HTTPRequest(url: "http://127.0.0.1:\(port)/", headers: [], limit: .seconds(1)))
        return true
      } catch {
        switch error {
        case .unresolved, .unreachable, .unavailable, .cancelled: continue
        case .insecure, .timedOutConnecting, .timedOutAfterSending, .cut, .tooLarge, .malformed:
          return true
        }
      }
    }
    return false
  }

  /// Whether a running service is not what a start by this program would make of it. What someone runs
  /// at a terminal is left alone.
  private func givesWay(_ record: ServiceRecord, to program: FilePath, port: UInt16?) -> Bool {
    guard record.keeper != .foreground else { return false }
    return record.version != parts.version || record.program != program
      || port.map { $0 != record.ports.provider } ?? false
  }

  private func startInBackground(
    _ program: FilePath, port: UInt16?
  ) throws(RotationError) -> ProcessIdentity {
    let words = parts.unit(program, port: port).words(.background)
    do {
      return try parts.background.startDetached(
        ProcessCommand(
          executable: program, arguments: words.map { Argument($0) },
          environment: parts.environment, directory: parts.layout.root), log: parts.log)
    } catch {
      throw .didNotStart(detail: error.message, log: parts.log)
    }
  }

  /// Stops the service: it drains, and is ended by force if that takes too long.
  ///
  /// - Returns: What ran, and whether it had to be forced; nil if nothing ran.
  /// - Throws: `RotationError.didNotStop` or `.manager`.
  func stop() async throws(RotationError) -> (record: ServiceRecord, byForce: Bool)? {
    guard let record = book.running else {
      try await managers(of: nil).stop()
      return nil
    }
    switch record.keeper {
    case .systemd, .launchd: try await managers(of: record.keeper).stop()
    case .background, .foreground: parts.background.end(record.process, byForce: false)
    }
    if await isGone(record.process, within: Self.stopLimit) { return (record, false) }
    parts.background.end(record.process, byForce: true)
    guard await isGone(record.process, within: .seconds(5)) else {
      throw .didNotStop(pid: record.process.pid)
    }
    return (record, true)
  }

  /// The manager by which a service was started; a file that it left when the service died may still be
  /// there.
  private func managers(of keeper: ServiceKeeper?) -> ServiceManager {
    #if os(macOS)
      let usual = ServiceKeeper.launchd
    #else
      let usual = ServiceKeeper.systemd
    #endif
    return ServiceManager(parts, keeper ?? usual)
  }

  /// Waits until a service that was just started answers, or has ended.
  private func arrival(
    _ token: () -> Redacted<String>?, logStart: Int, hasEnded: () async -> Bool
  ) async throws(RotationError) -> ServiceRecord {
    let deadline = parts.time.uptime() + Self.startLimit
    while parts.time.uptime() < deadline {
      if let record = book.running, let token = token(),
        await isHealthy(record.ports, token: token)
      {
        return record
      }
      if await hasEnded() { break }
      do {
        try await parts.time.sleep(for: Self.pause)
      } catch {
        throw .didNotStart(detail: "waiting for it was cancelled", log: parts.log)
      }
    }
    throw .didNotStart(detail: lastWords(since: logStart) ?? "it said nothing", log: parts.log)
  }

  private func isGone(_ process: ProcessIdentity, within limit: Duration) async -> Bool {
    let deadline = parts.time.uptime() + limit
    while parts.runner.isAlive(process) {
      guard parts.time.uptime() < deadline, (try? await parts.time.sleep(for: Self.pause)) != nil
      else { return !parts.runner.isAlive(process) }
    }
    return true
  }

  private func ask(
    _ ports: ServicePorts, _ path: String, _ token: Redacted<String>, limit: Duration
  ) async throws(RotationError) -> HTTPResponse {
    do {
      return try await parts.http.send(
        HTTPRequest(
          url: ports.url + path,
          headers: [HTTPField("authorization", "Bearer " + token.reveal())], limit: limit))
    } catch {
      throw .noAnswer(detail: error.message)
    }
  }
}

extension ServiceControl {
  /// A log larger than this gives way to a new one, in bytes.
  private static let largestLog: Int64 = 5 << 20

  /// What the service prints goes here.
  var log: FilePath { parts.log }

  /// Makes room for the log of a service that is about to start. The old one is kept beside it, once.
  func prepareLog() throws(RotationError) {
    do {
      try parts.files.createFolder(log.parent, mode: .privateFolder)
      guard let status = try parts.files.status(log), status.size > Self.largestLog else { return }
      try parts.files.move(log, to: log.parent / "proxy.log.1")
    } catch {
      throw .file(error)
    }
  }

  /// Why the service ended.
  ///
  /// - Parameter start: how many lines of the log are older than what is asked for.
  /// - Returns: One clause; nil if it said nothing, or went on after it.
  func lastWords(since start: Int = 0) -> String? {
    let lines = ((try? logLines(last: .max)) ?? []).dropFirst(start)
    // An error is a line that says so, and one with what to do about it.
    let error = lines.suffix(2).last { $0.hasPrefix(Self.complaint) }
    return error.map { PrintableText.clause(String($0.dropFirst(Self.complaint.count)), to: 300) }
  }

  /// How every error of a command begins.
  private static let complaint = "swop: "

  /// The end of the log.
  ///
  /// - Parameter count: how many lines at most.
  /// - Returns: The lines, oldest first; none if there is no log.
  /// - Throws: `RotationError.file`.
  func logLines(last count: Int) throws(RotationError) -> [String] {
    do {
      guard let data = try parts.files.readIfPresent(log) else { return [] }
      let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
      return lines.suffix(count).map(String.init)
    } catch {
      throw .file(error)
    }
  }
}

/// Who looks after the service's process.
package enum ServiceKeeper: String, Hashable, Sendable, Codable {
  /// The user's systemd: it restarts the service when it dies.
  case systemd
  /// launchd of macOS: the same.
  case launchd
  /// No supervisor: a process of its own in the background.
  case background
  /// The person at whose terminal it runs.
  case foreground
}
