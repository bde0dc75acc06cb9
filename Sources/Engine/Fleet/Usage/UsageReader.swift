import EngineCore
import EngineProxy

/// Reads one account's quota once: lock, request, note.
struct UsageReader: Sendable {
  let surroundings: UsageSurroundings
  let backend: ChatGPTBackend
  let client: BackendClient
  let router: WorkspaceRouter
  let resets: BankedResetLookup

  /// A reader that asks `backend`.
  init(_ surroundings: UsageSurroundings, backend: ChatGPTBackend, version: String) {
    self.surroundings = surroundings
    self.backend = backend
    client = BackendClient(transport: surroundings.transport, version: version)
    router = WorkspaceRouter(
      backend: backend, client: client, cache: surroundings.cache, time: surroundings.time)
    resets = BankedResetLookup(
      backend: backend, client: client, cache: surroundings.cache, time: surroundings.time)
  }

  /// A reading, or what another process found out while this one waited for it.
  ///
  /// - Parameters:
  ///   - account: whose quota.
  ///   - limit: how long each request, and the wait for another process, may take.
  /// - Returns: The reading, or why there is none; it is stored and told already.
  func outcome(for account: Account, limit: Duration) async -> ReadingOutcome {
    let asked = surroundings.time.now()
    let name = LockName.usage(account.key)
    let purpose = "reading the quota of \(account.label)"
    do {
      if let lock = try surroundings.locks.tryAcquire(name, purpose: purpose) {
        defer { lock.release() }
        return await attempt(account, limit: limit)
      }
      let lock = try await surroundings.locks.acquire(name, purpose: purpose, wait: limit)
      defer { lock.release() }
      if let known = found(for: account, since: asked) { return known }
      return await attempt(account, limit: limit)
    } catch {
      switch error {
      // Another reader may just be slow; one that is stopped never comes back by itself.
      case .busy(_, let holder) where holder.isStopped:
        return .failed(error.report, retryAt: nil)
      case .busy:
        let seconds = limit / .seconds(1)
        return .failed(
          ReadingError.timedOut(label: account.label.text, seconds: seconds).report, retryAt: nil)
      case .unusable(let cause) where cause.isRefusalToWrite:
        // Asking twice at once does no harm; not asking would leave old numbers.
        return await attempt(account, limit: limit)
      case .unusable: return .failed(error.report, retryAt: nil)
      case .cancelled: return .cancelled
      }
    }
  }

  private func attempt(_ account: Account, limit: Duration) async -> ReadingOutcome {
    do {
      return noted(try await reading(of: account, limit: limit), for: account)
    } catch {
      return noted(error, for: account)
    }
  }

  /// What the store has got since a moment, give or take the two seconds in which another process lets
  /// go of the lock.
  private func found(for account: Account, since asked: Date) -> ReadingOutcome? {
    // Without the store there is nothing to be found, and the server is asked.
    guard let stored = (try? surroundings.readings.readings())?[account.id] else { return nil }
    let earliest = asked - 2
    if let reading = stored.reading, reading.readAt >= earliest,
      !reading.isFromFuture(at: surroundings.time.now())
    {
      return .read(reading)
    }
    guard let failure = stored.failure, let at = stored.failedAt, at >= earliest else {
      return nil
    }
    return .failed(failure, retryAt: nil)
  }

  private func reading(
    of account: Account, limit: Duration
  ) async throws(UsageFailure) -> QuotaReading {
    do {
      return try await ownReading(of: account, limit: limit)
    } catch {
      guard case .otherClientMaySucceed = error.consequence,
        let fallback = surroundings.fallback
      else { throw error }
      noteMeanwhile(error, for: account)
      // The failure of swop's own client is told: the other's would not say what is wrong here.
      guard let reading = try? await fallback(account) else { throw error }
      return reading
    }
  }

  private func ownReading(
    of account: Account, limit: Duration
  ) async throws(UsageFailure) -> QuotaReading {
    let source = surroundings.credentials
    let first: Credentials
    do { first = try await source.credentials(for: account) } catch { throw UsageFailure(error) }
    do {
      return try await ask(for: account, with: first, limit: limit)
    } catch {
      guard error.isUnauthorized else { throw error }
    }
    let second: Credentials
    do {
      second = try await source.credentials(for: account, insteadOf: first)
    } catch {
      throw UsageFailure(error)
    }
    do {
      return try await ask(for: account, with: second, limit: limit)
    } catch {
      if error.isUnauthorized { await source.markDead(account, refused: second) }
      throw error
    }
  }

  private func ask(
    for account: Account, with credentials: Credentials, limit: Duration
  ) async throws(UsageFailure) -> QuotaReading {
    let label = account.label.text
    let routing: WorkspaceRouting?
    switch await router.routing(for: credentials, limit: limit) {
    case .known(let known): routing = known
    case .unknown: routing = nil
    case .unauthorized: throw UsageFailure(ReadingError.signedOut(label: label), .unauthorized)
    }
    let url = backend.url(of: "/wham/usage", routing: routing)
    let response: HTTPResponse
    do {
      response = try await client.get(url, credentials, routing: routing, limit: limit)
    } catch {
      throw UsageFailure(error, of: label, limit: limit)
    }
    var reading = try UsageAnswer.reading(in: response, for: label, at: surroundings.time.now())
    if surroundings.asksForResetEnds, reading.bankedResetsEnd == nil,
      let count = reading.bankedResets, count > 0
    {
      reading.bankedResetsEnd = await resets.ends(
        of: account, count: count, credentials, routing: routing, limit: limit)
    }
    return reading
  }
}
