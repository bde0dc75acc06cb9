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

/// What is written down after an attempt.
extension UsageReader {
  /// Stores a reading, lifts what it disproves, and tells it.
  func noted(_ reading: QuotaReading, for account: Account) -> ReadingOutcome {
    write(for: account) { () throws(StoreError) in
      try surroundings.readings.store(reading, for: account.id)
      let now = surroundings.time.now()
      guard let refusal = try surroundings.conditions.conditions()[account.id]?.refusal,
        Self.isOver(refusal, by: reading, at: now)
      else { return }
      try surroundings.conditions.updateCondition(of: account.id) { condition in
        if condition.refusal == refusal { condition.note(nil) }
      }
    }
    let windows = reading.windows.map { "\($0.name) \(Percent.text(left: $0.leftPercent)) left" }
    let numbers = windows.isEmpty ? "no windows" : windows.joined(separator: ", ")
    tell(.readingTaken, account, "Quota read: \(numbers).")
    return .read(reading)
  }

  /// Stores a failure, marks what follows from it, and tells it.
  func noted(_ failure: UsageFailure, for account: Account) -> ReadingOutcome {
    if case .cancelled = failure.consequence { return .cancelled }
    let now = surroundings.time.now()
    write(for: account) { () throws(StoreError) in
      try surroundings.readings.storeFailure(failure.report, at: now, for: account.id)
    }
    if !failure.isToldAlready { tell(.readingFailed, account, failure.report.message) }
    if case .blocked(let reason) = failure.consequence { block(account, reason: reason) }
    return .failed(failure.report, retryAt: failure.retryAt)
  }

  /// Notes the failure of an attempt that another client goes on with, without telling it: that one may
  /// succeed, and if no one waits for it, this is the reason to show.
  func noteMeanwhile(_ failure: UsageFailure, for account: Account) {
    write(for: account) { () throws(StoreError) in
      try surroundings.readings.storeFailure(
        failure.report, at: surroundings.time.now(), for: account.id)
    }
  }

  /// What is said of a reading that is still under way when no one waits for it any longer: the failure
  /// that is known since `asked`, else that it is late.
  func late(_ account: Account, since asked: Date, limit: Duration) -> ReadingOutcome {
    if let known = (try? surroundings.readings.readings())?[account.id],
      let failure = known.failure, let at = known.failedAt, at >= asked
    {
      return .failed(failure, retryAt: nil)
    }
    let seconds = limit / .seconds(1)
    return noted(
      UsageFailure(ReadingError.timedOut(label: account.label.text, seconds: seconds)),
      for: account)
  }

  private func block(_ account: Account, reason: String) {
    write(for: account) { () throws(StoreError) in
      let known = try surroundings.conditions.conditions()[account.id] ?? AccountCondition()
      guard !known.isBlocked(at: surroundings.time.now()) else { return }
      try surroundings.conditions.updateCondition(of: account.id) { condition in
        // Without a moment: what refuses this call is over when this call succeeds, not before.
        condition.note(Refusal(cause: reason, seenAt: nil, until: nil))
      }
      tell(.accountBlocked, account, "\(account.label) is blocked: \(reason).")
    }
  }

  /// Whether a refusal is over now that a reading has just been taken. One without a moment is older than
  /// that.
  private static func isOver(_ refusal: Refusal, by reading: QuotaReading, at now: Date) -> Bool {
    if refusal.seenAt == nil, reading.isAllowed == true, !reading.isRefused { return true }
    return !refusal.holds(against: reading, at: now)
  }

  /// Writes to the store. A full disk costs the note, never the reading itself; the event says so.
  private func write(for account: Account, _ body: () throws(StoreError) -> Void) {
    do {
      try body()
    } catch {
      tell(.warning, account, error.message)
    }
  }

  private func tell(_ kind: EngineEvent.Kind, _ account: Account, _ message: String) {
    surroundings.events.record(
      EngineEvent(at: surroundings.time.now(), kind: kind, about: account, message: message))
  }
}

/// Asks the backend when an account's banked resets end: `wham/usage` only counts them. An answer is
/// remembered for hours, and until the count changes.
struct BankedResetLookup: Sendable {
  private struct Known: Codable {
    let count: Int
    let ends: [Date]
  }

  /// How long an answer holds: six hours, in seconds.
  private static let answerAge: Double = 6 * 3_600
  /// How long no one asks again after a failure: an hour, in seconds.
  private static let failureAge: Double = 3_600

  let backend: ChatGPTBackend
  let client: BackendClient
  let cache: any ValueCache
  let time: any TimeSource

  /// The ends of an account's banked resets, soonest first.
  ///
  /// - Parameters:
  ///   - account: whose.
  ///   - count: how many it has, by the reading that was just taken.
  ///   - credentials: its credentials.
  ///   - routing: where its requests belong.
  ///   - limit: how long the request may take.
  /// - Returns: The ends, nil if they are not known.
  func ends(
    of account: Account, count: Int, _ credentials: Credentials, routing: WorkspaceRouting?,
    limit: Duration
  ) async -> [Date]? {
    let name = "banked_resets \(account.id.text)"
    let failed = name + " failed"
    if let known = known(name, count: count, maximumAge: Self.answerAge) { return known }
    if cached(failed, maximumAge: Self.failureAge) == nil {
      let url = backend.url(of: "/wham/rate-limit-reset-credits", routing: routing)
      let response = try? await client.get(url, credentials, routing: routing, limit: limit)
      if let response, response.status == 200,
        let body = try? JSONReader.value(in: Array(BackendClient.bytes(of: response))),
        let ends = BankedResetEnds.ends(in: body["credits"])
      {
        remember(Known(count: count, ends: ends), as: name)
        return ends
      }
      try? cache.setCached(failed, "", now: time.now())
    }
    return known(name, count: count, maximumAge: nil)
  }

  private func known(_ name: String, count: Int, maximumAge: Double?) -> [Date]? {
    guard let text = cached(name, maximumAge: maximumAge),
      let known = try? JSONDecoder().decode(Known.self, from: Data(text.utf8)),
      known.count == count
    else { return nil }
    return known.ends
  }

  /// The cache only spares requests: without it the server is asked again.
  private func cached(_ name: String, maximumAge: Double?) -> String? {
    (try? cache.cached(name, maximumAge: maximumAge, now: time.now())) ?? nil
  }

  private func remember(_ known: Known, as name: String) {
    guard let data = try? JSONEncoder().encode(known) else { return }
    try? cache.setCached(name, String(decoding: data, as: UTF8.self), now: time.now())
  }
}
