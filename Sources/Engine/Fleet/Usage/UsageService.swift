package import EngineCore
package import EngineProxy

/// Reads the quota of accounts: one request per account at a time, in this process and across all of
/// them, all accounts at once, and nobody waits longer than they said.
package actor UsageService {
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
  package init(
    _ surroundings: UsageSurroundings, backend: ChatGPTBackend = ChatGPTBackend(), version: String
  ) {
    reader = UsageReader(surroundings, backend: backend, version: version)
    time = surroundings.time
  }

  /// Where an account's requests belong; for whoever sends other requests than this service's.
  package nonisolated var router: WorkspaceRouter { reader.router }

  /// Reads one account's quota, or waits for the reading of it that is under way.
  ///
  /// A reading that takes longer than `limit` goes on and is stored when it arrives; only the wait for
  /// it ends, with the failure that is known by then, else with `timed_out`.
  ///
  /// - Parameters:
  ///   - account: whose quota; one that is paid by API key has none, and nothing is asked.
  ///   - limit: how long to wait: 2 s for a person at the shell, longer in the background.
  /// - Returns: The reading, or why there is none.
  package func read(_ account: Account, limit: Duration) async -> ReadingOutcome {
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
  package func read(
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
  package func stop() async {
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
