import EngineCore

extension Fleet {
  /// Deletes conversations that were not used for some time: never one that is open, pinned in codex,
  /// younger, outside its home, or started one that stays.
  ///
  /// - Parameters:
  ///   - seconds: how long they were not used.
  ///   - isTrial: only says what would go.
  /// - Returns: What went, what stays and why, and what could not be removed.
  /// - Throws: what codex's files and databases cannot be read with.
  package func pruneConversations(
    unusedFor seconds: Double, isTrial: Bool
  ) async throws -> PruneReport {
    if !isTrial, let date = await serverClock.ask() { try requireClock(by: date) }
    var report = PruneReport()
    defer { if !isTrial { tell(report.tally) } }
    try await prune(unusedFor: seconds, isTrial: isTrial, &report)
    return report
  }

  private func prune(
    unusedFor seconds: Double, isTrial: Bool, _ report: inout PruneReport
  ) async throws {
    let list = try await conversations()
    // Only the database knows what is pinned: without it nothing is deleted.
    if let failure = list.failures.first { throw failure }
    let all = list.records
    let look = PruneLook(files: configuration.files, live: liveHome)
    let circumstances = look.circumstances(of: all)
    let plan = PrunePlan(all, cutoff: now - seconds) { circumstances[$0.id] ?? .init() }
    report.kept = plan.counts
    if isTrial { return report.removed = plan.doomed }
    for (home, doomed) in Dictionary(grouping: plan.doomed, by: \.home).sorted(by: Self.byHome) {
      try await prune(doomed, in: home, look, &report)
    }
    try Task.checkCancellation()
  }

  private func tell(_ tally: PruneTally) {
    guard tally.count > 0 else { return }
    recorder.record(
      EngineEvent(at: now, kind: .conversationsPruned, message: tally.sentence))
  }

  /// What is done in the background wherever swop is at work for a while: what crashes left goes, and
  /// conversations and old trash as the settings say. Each tells what it did by events.
  ///
  /// - Parameter purgesTrash: whether this process may empty the trash: a service or the dashboard, not a
  ///   run.
  func keepHouse(purgesTrash: Bool) async {
    // Without a server's date the trash is kept, and the next hour asks again.
    if purgesTrash, configuration.settings.purgesTrash { _ = try? await purgeTrash(label: nil) }
    await cleanLeftovers()
    await pruneIfDue()
  }

  /// Does what the setting `sessions.prune` asks for, at most once a day no matter who calls it, and tells it
  /// by one event, also if it takes several attempts.
  func pruneIfDue() async {
    guard let days = configuration.settings.pruneSessionsAfterDays else { return }
    let state = configuration.state
    var report = PruneReport()
    do {
      guard try state.cached(Self.prunedMark, maximumAge: 86_400, now: now) == nil else { return }
      // No person watches this: conversations go by the machine's clock only where a server's agrees.
      guard let date = await serverClock.ask() else { return }
      try requireClock(by: date)
      // Marked first: of two processes at the same moment one is enough, and one failure a day.
      try state.setCached(Self.prunedMark, "1", now: now)
      try await prune(unusedFor: Double(days) * 86_400, isTrial: false, &report)
      tell(prunedBefore + report.tally)
      try state.setCached(Self.partMark, nil, now: now)
    } catch is CancellationError {
      // The run that it went along with has ended; the next one goes on with it, and tells all of it.
      let part = try? JSONEncoder().encode(prunedBefore + report.tally)
      try? state.setCached(
        Self.partMark, part.map { String(decoding: $0, as: UTF8.self) }, now: now)
      try? state.setCached(Self.prunedMark, nil, now: now)
    } catch {
      tell(report.tally)
      let reason = (error as? any EngineError)?.message ?? "it could not be done."
      recorder.record(
        EngineEvent(at: now, kind: .warning, message: "Conversations not cleaned up: \(reason)"))
    }
  }

  /// Refuses to delete by age under a clock that is more than a day ahead.
  private func requireClock(by serverDate: Date) throws(FleetError) {
    let ahead = now.timeIntervalSince(serverDate)
    guard ahead <= 86_400 else { throw .clockAhead(seconds: ahead) }
  }

  /// Who uses homes now.
  var liveHome: LiveHome {
    LiveHome(files: configuration.files, runner: configuration.processes)
  }

  private static let prunedMark = "sessions-pruned"
  private static let partMark = "sessions-pruned-part"

  /// What attempts that were cut short have pruned, and no one was told yet.
  private var prunedBefore: PruneTally {
    let text = try? configuration.state.cached(Self.partMark, maximumAge: nil, now: now)
    let tally = text.flatMap { try? JSONDecoder().decode(PruneTally.self, from: Data($0.utf8)) }
    return tally ?? PruneTally()
  }

  private static func byHome(
    _ first: (key: FilePath, value: [ConversationRecord]),
    _ second: (key: FilePath, value: [ConversationRecord])
  ) -> Bool { first.key.text < second.key.text }

  private func prune(
    _ doomed: [ConversationRecord], in home: FilePath, _ look: PruneLook,
    _ report: inout PruneReport
  ) async throws {
    let deleter = ConversationDeleter(
      world: configuration, layout: layout, accounts: accounts, homes: homes)
    let deleted = try await deleter.delete(doomed, in: home) { !look.isOpen($0) }
    let removal = RolloutRemoval(files: configuration.files, catalogue: configuration.threads)
    var gone: Set<String> = []
    for conversation in doomed {
      // Of the one that codex deletes while all is cut short no answer comes any more.
      let isDone = deleted.contains(conversation.id) || !removal.isThere(conversation)
      if Task.isCancelled && !isDone { continue }
      do {
        if !deleted.contains(conversation.id) || removal.isThere(conversation) {
          guard !look.isOpen(conversation) else { continue }
          try removal.remove(conversation)
        }
        gone.insert(conversation.id)
        report.removed.append(conversation)
      } catch let error as any EngineError {
        report.failures.append(error.report)
      }
    }
    try removal.forgetNames(of: gone, in: home)
  }
}

/// Deletes conversations of one home through codex itself, so that everything goes that a version hangs
/// on them. Codex works in a passing home without a sign-in whose folders of conversations are the other's:
/// it has no one's token, and leaves nothing behind.
struct ConversationDeleter: Sendable {
  let world: FleetConfiguration
  let layout: SandboxLayout
  let accounts: AccountStore
  let homes: CodexHomes

  /// Deletes what can be deleted, one after another.
  ///
  /// - Parameters:
  ///   - doomed: conversations of `home`.
  ///   - home: the home that holds them.
  ///   - isStillDoomed: asked right before each one: a person may have opened it meanwhile.
  /// - Returns: The identities of those that codex deleted; the others are left to the caller.
  /// - Throws: `AccountsError` if there is no place to work in.
  func delete(
    _ doomed: [ConversationRecord], in home: FilePath,
    isStillDoomed: (ConversationRecord) -> Bool
  ) async throws -> Set<String> {
    let staging = try await accounts.beginStaging()
    var deleted: Set<String> = []
    do {
      let server = try await start(in: staging.sandbox, for: home)
      for conversation in doomed where isStillDoomed(conversation) {
        if Task.isCancelled { break }
        guard (try? await server.deleteThread(conversation.id)) != nil else { continue }
        deleted.insert(conversation.id)
      }
      await server.close()
    } catch is any EngineError {
      // No codex, or one that cannot be talked to: the caller does it without.
    }
    try await accounts.discard(staging)
    return deleted
  }

  private func start(in sandbox: SandboxFolder, for home: FilePath) async throws -> AppServer {
    for name in ["sessions", "archived_sessions", "thread-writer-locks"]
    where world.files.exists(home / name) {
      try world.files.createLink(sandbox.codexHome / name, to: home / name)
    }
    let binary = try await homes.binary()
    let use = SandboxUse(folder: sandbox, mode: .relaxed, sharesHistory: false)
    var environment =
      SandboxEnvironment(inherited: world.environment, use: use, layout: layout).environment
    environment["CODEX_SQLITE_HOME"] = home.text
    let codex = CodexHome(
      binary: binary, folder: sandbox.codexHome, environment: environment,
      flags: CodexFlags.direct(chatGPTBaseURL: world.addresses.chatGPTOverride))
    return try await AppServer.start(codex, runner: world.processes, time: world.time)
  }
}
