package import EngineCore
package import EngineProxy

extension Fleet {
  /// What a rotation proxy in this process is built from: the same accounts, tokens, choice and database
  /// as everything else.
  ///
  /// - Parameters:
  ///   - clients: Who may talk to it.
  ///   - moved: Who is told of moves as values, beside the event log; must not wait.
  /// - Returns: The surroundings.
  package func proxySurroundings(
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
