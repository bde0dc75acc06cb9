package import EngineCore
import EngineProxy

/// Reads the quota of accounts: one request per account at a time, in this process and across all of
/// them, all accounts at once, and no one waits longer than they said.
actor UsageService {
  private struct Flight {
    let task: Task<Void, Never>
    var waiters: [AsyncStream<ReadingOutcome>.Continuation]
  }

  private let reader: UsageReader
  private let time: any TimeSource
  private var flights: [AccountID: Flight] = [:]

  /// A service.
  ///
  /// - Parameters:
  ///   - surroundings: the world.
  ///   - backend: whom to ask.
  ///   - version: this swop's version, as the server is told it.
  init(
    _ surroundings: UsageSurroundings, backend: ChatGPTBackend = ChatGPTBackend(), version: String
  ) {
    reader = UsageReader(surroundings, backend: backend, version: version)
    time = surroundings.time
  }

  /// Where an account's requests belong; for anyone who sends other requests than this service's.
  nonisolated var router: WorkspaceRouter { reader.router }

  /// Reads one account's quota, or waits for the reading of it that is under way.
  ///
  /// A reading that takes longer than `limit` goes on and is stored when it arrives; only the wait for
  /// it ends, with the failure that is known by then, else with `timed_out`.
  ///
  /// - Parameters:
  ///   - account: whose quota; one that is paid by API key has none, and nothing is asked.
  ///   - limit: how long to wait: 2 s for a person at the shell, longer in the background.
  /// - Returns: The reading, or why there is none.
  func read(_ account: Account, limit: Duration) async -> ReadingOutcome {
    guard !account.identity.isAPIKey else {
      // The key must not travel to a backend that it was not made for.
      let error = ReadingError.unreadable(
        label: account.label.text, detail: "an account that is paid by API key has no quota")
      return .failed(error.report, retryAt: nil)
    }
    let asked = time.now()
    let stream = join(account, limit: limit)
    if let outcome = await Self.first(of: stream, within: limit, by: time) { return outcome }
    if Task.isCancelled { return .cancelled }
    return reader.late(account, since: asked, limit: limit)
  }

  /// Reads the quotas of several accounts at once. Those that are paid by API key are left out.
  func read(
    _ accounts: [Account], limit: Duration
  ) async -> [AccountID: ReadingOutcome] {
    await withTaskGroup(of: (AccountID, ReadingOutcome).self) { group in
      for account in accounts where !account.identity.isAPIKey {
        group.addTask { (account.id, await self.read(account, limit: limit)) }
      }
      var outcomes: [AccountID: ReadingOutcome] = [:]
      for await (id, outcome) in group { outcomes[id] = outcome }
      return outcomes
    }
  }

  /// Ends every reading that is under way and waits for its end.
  func stop() async {
    let tasks = flights.values.map(\.task)
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }

  private func join(_ account: Account, limit: Duration) -> AsyncStream<ReadingOutcome> {
    let (stream, continuation) = AsyncStream<ReadingOutcome>.makeStream()
    if flights[account.id] != nil {
      flights[account.id]?.waiters.append(continuation)
      return stream
    }
    let task = Task(name: "read quota \(account.key)") {
      land(account.id, await reader.outcome(for: account, limit: limit))
    }
    flights[account.id] = Flight(task: task, waiters: [continuation])
    return stream
  }

  private func land(_ id: AccountID, _ outcome: ReadingOutcome) {
    for waiter in flights.removeValue(forKey: id)?.waiters ?? [] {
      waiter.yield(outcome)
      waiter.finish()
    }
  }

  /// The first element, nil when the time is over or the task is cancelled before it came.
  private static func first(
    of stream: AsyncStream<ReadingOutcome>, within limit: Duration, by time: any TimeSource
  ) async -> ReadingOutcome? {
    await withTaskGroup(of: ReadingOutcome?.self) { group in
      group.addTask {
        for await outcome in stream { return outcome }
        return nil
      }
      group.addTask {
        // Cancelled when the outcome came first: nothing to report.
        try? await time.sleep(for: limit)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }
}

/// Everything outside that reading quotas touches.
struct UsageSurroundings: Sendable {
  /// Reads an account's quota by other means, for example codex's own app-server.
  typealias Fallback =
    @Sendable (Account) async throws(ReadingError) -> QuotaReading

  /// The way to the backend.
  let transport: any HTTPTransport
  /// Who hands out tokens.
  let credentials: any CredentialSource
  /// Where readings are kept.
  let readings: any ReadingStore
  /// Where refusals are noted, for every process.
  let conditions: any ConditionStore
  /// Where workspace routing is remembered.
  let cache: any ValueCache
  /// Who is told.
  let events: any EventSink
  /// The locks that keep one reader per account across processes.
  let locks: LockRoom
  /// The clock.
  let time: any TimeSource
  /// What is tried when swop's own client cannot read the answer; nil for nothing.
  let fallback: Fallback?
  /// Whether the server is asked when banked resets end, which costs a request more now and then.
  let asksForResetEnds: Bool

  /// Surroundings of their parts.
  init(
    transport: any HTTPTransport, credentials: any CredentialSource, readings: any ReadingStore,
    conditions: any ConditionStore, cache: any ValueCache, events: any EventSink, locks: LockRoom,
    time: any TimeSource, fallback: Fallback? = nil, asksForResetEnds: Bool = false
  ) {
    self.transport = transport
    self.credentials = credentials
    self.readings = readings
    self.conditions = conditions
    self.cache = cache
    self.events = events
    self.locks = locks
    self.time = time
    self.fallback = fallback
    self.asksForResetEnds = asksForResetEnds
  }
}

/// What came of reading an account's quota.
package enum ReadingOutcome: Hashable, Sendable {
  /// A reading, taken now or by another process while this one waited.
  case read(QuotaReading)
  /// Why there is none; `retryAt` is the earliest moment at which the server wants to be asked again.
  case failed(ErrorReport, retryAt: Date?)
  /// The waiting task was cancelled.
  case cancelled

  /// The reading, nil if there is none.
  package var reading: QuotaReading? {
    if case .read(let reading) = self { reading } else { nil }
  }

  /// Why there is no reading, nil if there is one or no one waits for it any more.
  package var failure: ErrorReport? {
    if case .failed(let report, _) = self { report } else { nil }
  }
}

/// Who is asked for its quota next, and when. Pure: the clock and the dice are arguments.
package enum RefreshSchedule {
  /// What the schedule knows of one account.
  package struct Poll: Hashable, Sendable {
    /// When it was last asked, nil for never.
    package var askedAt: Date?
    /// Whether runs are in progress on it.
    package var hasRuns: Bool
    /// How many attempts have failed since the last good one.
    package var failures: Int
    /// Before this the server does not want to be asked; nil if it did not say.
    package var retryAt: Date?
    /// A factor of 0.9 to 1.1, drawn again after every attempt, that keeps accounts and processes from
    /// asking in step.
    package var jitter: Double

    /// What is known of one account.
    package init(
      askedAt: Date?, hasRuns: Bool, failures: Int = 0, retryAt: Date? = nil, jitter: Double = 1
    ) {
      self.askedAt = askedAt
      self.hasRuns = hasRuns
      self.failures = failures
      self.retryAt = retryAt
      self.jitter = jitter
    }
  }

  /// The range that jitter is drawn from.
  package static let jitterRange = 0.9...1.1
  /// Seconds between polls of an account with runs.
  static let busySeconds: Double = 60
  /// Seconds between polls of an account without runs.
  static let idleSeconds: Double = 300
  /// The longest that failures make it wait, in seconds.
  static let longestSeconds: Double = 900

  /// The time between two polls in seconds: doubled with every failure, 15 minutes at most.
  package static func interval(of poll: Poll) -> Double {
    let base = poll.hasRuns ? busySeconds : idleSeconds
    let doublings = min(max(poll.failures, 0), 10)
    let jitter = min(max(poll.jitter, jitterRange.lowerBound), jitterRange.upperBound)
    return min(base * Double(1 << doublings) * jitter, longestSeconds)
  }

  /// When an account is to be asked next. One that was never asked, or was asked at a time that has not
  /// come yet because the clock was set back, is due at once, unless the server wants to be left alone.
  static func next(_ poll: Poll, at now: Date) -> Date {
    let usual =
      poll.askedAt.map { $0 > now ? now : max(now, $0 + interval(of: poll)) } ?? now
    return max(usual, poll.retryAt ?? usual)
  }

  /// The accounts in the order in which they are to be asked, each with its time.
  package static func order(
    _ polls: [AccountID: Poll], at now: Date
  ) -> [(account: AccountID, at: Date)] {
    polls.map { (account: $0.key, at: next($0.value, at: now)) }
      .sorted { ($0.at, $0.account.text) < ($1.at, $1.account.text) }
  }
}

/// Reads a quota through codex's own app-server, for when swop's own client cannot read the answer.
struct AppServerQuota: Sendable {
  let world: FleetConfiguration
  let homes: CodexHomes
  let layout: SandboxLayout
  let forced: ForcedSignIns

  /// The quota of one account.
  @Sendable func reading(of account: Account) async throws(ReadingError) -> QuotaReading {
    // Where its configuration excludes an account, codex says only that it is not signed in.
    let place = RunPlace(
      directory: layout.sandbox(account.key).codexHome, arguments: [], binary: nil)
    if let rule = await forced.exclusions(of: [account], at: place)[account.id] {
      throw .unreadable(label: account.label.text, detail: rule.clause)
    }
    do {
      let home = try await homes.home(of: account)
      let server = try await AppServer.start(home, runner: world.processes, time: world.time)
      do {
        let reading = try await server.quota()
        await server.close()
        return reading
      } catch {
        await server.close()
        throw error
      }
    } catch {
      let detail = (error as? any EngineError)?.message ?? "codex gave no answer."
      throw .unreadable(label: account.label.text, detail: PlainSentence.clause(detail))
    }
  }
}
