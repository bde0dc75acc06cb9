import EngineCore
import EngineProxy
import EngineProxyPolicy

extension Fleet {
  /// The account that would serve a rotated run first. If none can be used now, the run is not refused:
  /// codex says so in its own words, with the earliest reset.
  func rotatedPick(_ choice: AccountChoice, at place: RunPlace) async throws -> Pick {
    do {
      return try await pick(for: choice, at: place)
    } catch FleetError.nothingUsable(let until, let timeZone, let reasons) {
      let all = try accounts.list().accounts
      let excluded = await exclusions(of: all, at: place)
      let account = all.first {
        $0.isEnabled && $0.canBeShared && excluded[$0.id] == nil
      }
      guard let account else {
        throw FleetError.nothingUsable(until: until, timeZone: timeZone, reasons: reasons)
      }
      return Pick(account: account, reason: "no account can be used now", notices: [])
    }
  }

  /// The way of a run through a proxy, which the order is changed for; nil for a direct run.
  ///
  /// - Throws: `RotationError.noProxy` if the run must be rotated and cannot be; what `voice.renew`
  ///   throws when every session is dead.
  func way(
    for wish: RotationWish, _ order: inout RunOrder, at place: RunPlace,
    _ dialogue: any RunDialogue
  ) async throws -> RotatedWay? {
    guard wish != .refused else { return nil }
    var rotated = order
    rotated.mode = configuration.settings.isolation
    do {
      try await requirePoolAllowed(at: place)
      try await requireSession(order.account, dialogue)
      let way = try await openWay(rotated, dialogue)
      rotated.route = .rotated(way.route, token: way.token)
      order = rotated
      return way
    } catch let error as FleetError {
      throw error
    } catch {
      try Task.checkCancellation()
      let detail = Self.reason(error)
      guard wish == .wanted else { throw RotationError.noProxy(detail: detail) }
      await dialogue.say("This run is not rotated: \(detail).")
      recorder.record(
        EngineEvent(
          at: now, kind: .warning, message: "A run could not be rotated: \(detail)."))
      return nil
    }
  }

  private static func reason(_ error: any Error) -> String {
    // It is a clause already.
    if case RotationError.noProxy(let detail) = error { return detail }
    return PlainSentence.clause((error as? any EngineError)?.message ?? "\(error)")
  }

  /// Only when nothing but a sign-in helps is the account that was picked one whose session is dead.
  private func requireSession(_ account: Account, _ dialogue: any RunDialogue) async throws {
    guard !account.identity.isAPIKey else {
      throw RotationError.noProxy(detail: "an API key cannot be rotated")
    }
    guard account.canBeShared else {
      throw RotationError.noProxy(
        detail: "\(account.label) signs in with an agent identity, which only codex itself can use")
    }
    guard candidate(of: account, try knowledge()).isExpired else { return }
    let reason = await tokens.knownEnd(of: account) ?? "it is not signed in"
    _ = try await voice(of: dialogue).renew(account, reason)
  }

  private func openWay(
    _ order: RunOrder, _ dialogue: any RunDialogue
  ) async throws -> RotatedWay {
    let findings = try await poolHome.prepare(
      mode: order.mode, sharesHistory: order.sharesHistory)
    for finding in findings where finding.isNoteworthy { await dialogue.say(finding.message) }
    if findings.contains(where: \.isMoved) { await dialogue.say(SandboxFinding.movedNotice) }
    try await poolHome.enter(for: .run)
    do {
      return try await enteredWay()
    } catch {
      await poolHome.leave()
      throw error
    }
  }

  private func enteredWay() async throws -> RotatedWay {
    let home = poolHome
    guard let token = try home.token() else {
      throw RotationError.noProxy(detail: "the pool has no sign-in")
    }
    if let record = services.book.running, record.version == configuration.version,
      await services.isHealthy(record.ports, token: token)
    {
      return RotatedWay(route: record.ports.route, token: token) { await home.leave() }
    }
    return try await ownWay(token)
  }

  /// A proxy in this process, for this run alone.
  private func ownWay(_ token: Redacted<String>) async throws -> RotatedWay {
    let clients = try LiveClientTokens(
      tokensOfClients, only: ClientTokens.poolName, time: configuration.time)
    let proxy = try RotationProxy(
      proxySurroundings(for: clients),
      settings: ProxySettings(environment: configuration.environment))
    let addresses = try await proxy.start()
    let home = poolHome
    let company = Task(name: "settings and tokens of the run") {
      async let settings: Void = self.keepUpToDate(proxy)
      await clients.follow { await proxy.clientsChanged() }
      await settings
    }
    return RotatedWay(route: ServicePorts(addresses).route, token: token) {
      // Codex is gone: no one waits for what may still be open.
      await proxy.stop(within: .seconds(1))
      company.cancel()
      await company.value
      await home.leave()
    }
  }

  var poolHome: PoolHome {
    PoolHome(
      sandboxes: sandboxes, files: configuration.files, locks: locks, tokens: tokensOfClients,
      random: configuration.random, runner: configuration.processes)
  }
}

/// A run's way through a rotation proxy.
struct RotatedWay: Sendable {
  /// Where codex finds the proxy.
  let route: ProxyRoute
  /// What codex shows there.
  let token: Redacted<String>
  /// Ends what was started for this run alone; nothing if that is the service.
  let close: @Sendable () async -> Void
}
