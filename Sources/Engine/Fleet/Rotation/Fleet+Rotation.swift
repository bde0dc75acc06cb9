import EngineCore
import EngineProxy

extension Fleet {
  /// What a rotation proxy in this process is built from: the same accounts, tokens, choice and database
  /// as everything else.
  ///
  /// - Parameters:
  ///   - clients: Who may talk to it.
  ///   - moved: Who is told of moves as values, beside the event log; must not wait.
  /// - Returns: The surroundings.
  func proxySurroundings(
    for clients: any ClientTokenSource,
    moved: @escaping @Sendable (ProxyMove) -> Void = { _ in }
  ) -> ProxySurroundings {
    var surroundings = ProxySurroundings(
      pool: { try await self.proxyPool() }, clients: clients, credentials: tokens,
      state: configuration.state, events: recorder, moved: moved, time: configuration.time,
      random: configuration.random,
      backend: ChatGPTBackend(override: configuration.addresses.chatGPTOverride),
      version: configuration.version, process: configuration.processes.current.pid,
      giveBackMemory: configuration.giveBackMemory)
    surroundings.timeZone = configuration.timeZone
    return surroundings
  }

  /// The accounts that a proxy may use, as they are now. Quotas that were not read for a quarter of an
  /// hour are read first, at most every five minutes: without a reading nothing is chosen.
  private func proxyPool() async throws -> ProxyPool {
    if readForProxyAt.map({ abs(now.timeIntervalSince($0)) > 300 }) ?? true {
      readForProxyAt = now
      try await refreshReadings(olderThan: QuotaReading.freshSeconds)
    }
    return try await current().knownPool()
  }

  /// The accounts that a proxy may use as far as they are known, and how the settings want them chosen.
  private func knownPool() throws -> ProxyPool {
    let listing = try accounts.list()
    let knowledge = try knowledge()
    let members = listing.accounts.filter(\.canBeShared).map {
      ProxyPool.Member(account: $0, candidate: candidate(of: $0, knowledge))
    }
    return ProxyPool(
      members: members,
      policy: SelectionPolicy(
        strategy: configuration.settings.strategy, pinned: knowledge.defaultAccount,
        previous: knowledge.lastUsed))
  }
}

/// Whether a run is to go through the rotation proxy.
package enum RotationWish: Hashable, Sendable {
  /// As the settings say.
  case asConfigured
  /// Through the proxy; a direct run with a warning if that fails.
  case wanted
  /// Through the proxy or not at all.
  case required
  /// Directly.
  case refused

  /// The wish once the settings had their say; never `.asConfigured`.
  func resolved(by settings: Settings) -> RotationWish {
    guard self == .asConfigured else { return self }
    return settings.rotation ? .wanted : .refused
  }
}

extension Fleet {
  /// Whether the desktop app is bound to the proxy, as far as swop's note says.
  package func isApplicationBound() async -> Bool { isBound }

  var isBound: Bool { binding(with: nil).isBound }

  /// Binds the packaged desktop app to the service, which has to be there.
  ///
  /// - Parameter unsupervised: whether to do so although other programs could take the service's ports while
  ///   it is down.
  /// - Returns: `.bound` or `.alreadyBound`.
  /// - Throws: `RotationError.notRunning`, `.exposed` and `.noAnswer`; what else it throws leaves the
  ///   configuration as it was.
  package func bindApplication(unsupervised: Bool) async throws -> BindOutcome {
    guard let record = services.book.running else { throw RotationError.notRunning }
    if !unsupervised, let reason = await services.exposure() {
      throw RotationError.exposed(reason: reason)
    }
    guard let token = try poolHome.token(), await services.isHealthy(record.ports, token: token)
    else { throw RotationError.noAnswer(detail: "it does not take the pool's token") }
    return try await withCheck { try await $0.bind(to: record.ports) }
  }

  /// Undoes a binding whose port is not the service's: another program listens there while the service does
  /// not run, or the service runs on another one.
  ///
  /// - Returns: What was found and done; nil if all is well.
  /// - Throws: `RotationError`.
  package func suspendForeignBinding() async throws -> String? {
    let binding = binding(with: nil)
    guard let port = binding.boundPort, await services.isForeign(port) else { return nil }
    let revoked = try await binding.suspend()
    let names = revoked.map { PrintableText.sanitized($0) }.joined(separator: ", ")
    let message =
      "The desktop app was bound to port \(port), where the proxy does not listen but another program may. "
      + "The binding was undone, and these tokens were revoked: \(names). An access token that the app sent "
      + "there stays valid until it expires."
    recorder.record(EngineEvent(at: now, kind: .warning, message: message))
    return message
  }

  /// Undoes the binding.
  package func unbindApplication() async throws -> BindOutcome {
    try await binding(with: nil).unbind()
  }

  /// Lets codex check the edit in a folder that is thrown away.
  private func withCheck(
    _ work: (AppBinding) async throws -> BindOutcome
  ) async throws -> BindOutcome {
    try sandboxes.prepareRoot()
    let name = "configuration-" + Hexadecimal.text(configuration.random.bytes(8))
    let staged = layout.staged(name)
    defer { try? configuration.files.removeTree(staged.path) }
    try configuration.files.createFolder(staged.codexHome, mode: .privateFolder)
    let usual = try await homes.home(staged)
    // Without swop's own flags, which would hide what the file says.
    let home = CodexHome(
      binary: usual.binary, folder: usual.folder, environment: usual.environment)
    return try await work(binding(with: home))
  }

  private func binding(with home: CodexHome?) -> AppBinding {
    let check = home.map {
      ConfigurationCheck(
        $0, files: configuration.files, runner: configuration.processes, time: configuration.time)
    }
    return AppBinding(
      layout: layout, files: configuration.files, locks: locks, time: configuration.time,
      tokens: tokensOfClients, check: check)
  }
}
