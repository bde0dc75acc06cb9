import EngineCore

/// Runs codex on an account: prepares, registers, starts, keeps the token ahead, tidies up; and runs it
/// once more if nothing but a dead session was the trouble.
struct RunLauncher: Sendable {
  private let surroundings: RunSurroundings
  private let registry: RunRegistry

  /// The longest wait for another process that changes the same sandbox.
  private static let patience = Duration.seconds(10)

  /// A launcher.
  init(_ surroundings: RunSurroundings, registry: RunRegistry) {
    self.surroundings = surroundings
    self.registry = registry
  }

  /// Runs codex in the foreground until it ends.
  ///
  /// - Parameters:
  ///   - order: what to run.
  ///   - voice: says what is to be known before, and asks about a dead session.
  /// - Returns: How it ended.
  /// - Throws: `RunError`, `SandboxError`, `CredentialError`, `StoreError`, `LockError` or `ProcessError`
  ///   when codex did not start; what `voice.renew` throws.
  func run(_ order: RunOrder, voice: RunVoice) async throws -> LaunchedRun {
    let plan = try plan(order)
    for notice in plan.notices { await voice.say(notice) }
    let first = try await attempt(order, plan, voice, isRepetition: false)
    switch first.verdict {
    case .passOn: return LaunchedRun(end: first.end, run: first.run, isExpired: false)
    case .report: return LaunchedRun(end: first.end, run: first.run, isExpired: true)
    case .offerSignIn: break
    }
    guard try await voice.renew(order.account, "the server refuses it") else {
      return LaunchedRun(end: first.end, run: first.run, isExpired: true)
    }
    let second = try await attempt(order, plan, voice, isRepetition: true)
    return LaunchedRun(end: second.end, run: second.run, isExpired: second.verdict != .passOn)
  }

  private struct Attempt {
    let end: ProcessEnd
    let run: RunID
    let verdict: ExpiredSession.Verdict
  }

  private func plan(_ order: RunOrder) throws(RunError) -> RunPlan {
    let layout = surroundings.sandboxes.layout
    let plan = try RunPlan(order, layout: layout)
    // The root may be a link into the temporary folder, or that one a link to where the root is.
    let folders = TemporaryFolders(order.inherited)
    if let folder = folders.holding(layout.root, files: surroundings.files) {
      let root = (try? surroundings.files.resolve(layout.root)) ?? layout.root
      throw .temporaryRoot(root, temporary: folder)
    }
    return plan
  }

  private func attempt(
    _ order: RunOrder, _ plan: RunPlan, _ voice: RunVoice, isRepetition: Bool
  ) async throws -> Attempt {
    let isRenewed = try await RunPreparation(
      surroundings: surroundings, order: order, plan: plan, voice: voice, mayOffer: !isRepetition
    ).prepare()
    let record = try await register(order, plan, voice)
    if !plan.isRotated { await guardSignIn(order, voice) }
    let end = try await runCodex(order, plan, record)
    guard await !hasRestoredSignIn(order, plan, voice) else {
      return Attempt(end: end, run: record.id, verdict: .passOn)
    }
    let verdict = await verdict(
      on: end, of: order, plan, record, isRepetition: isRepetition || isRenewed)
    return Attempt(end: end, run: record.id, verdict: verdict)
  }

  /// Registers the run under the lock of its sandbox: anyone who removes the sandbox holds the same lock
  /// while it looks for live runs, so that one of the two sees the other.
  private func register(
    _ order: RunOrder, _ plan: RunPlan, _ voice: RunVoice
  ) async throws -> RunRecord {
    do {
      let lock = try await surroundings.locks.acquire(
        plan.place.lock, purpose: "starting codex on \(order.account.label.text)",
        wait: Self.patience)
      defer { lock.release() }
      guard surroundings.files.exists(plan.use.folder.codexHome) else {
        throw RunError.sandboxGone(label: order.account.label.text)
      }
      return try registry.begin(order.account, plan)
    } catch LockError.unusable(let cause) where cause.isRefusalToWrite {
      return await unrecorded(order, plan, voice, because: cause.message)
    } catch let cause as StoreError where cause.isRefusalToWrite {
      return await unrecorded(order, plan, voice, because: cause.message)
    }
  }

  /// A run that goes on without its place in the list: a disk that takes nothing more does not refuse it.
  private func unrecorded(
    _ order: RunOrder, _ plan: RunPlan, _ voice: RunVoice, because cause: String
  ) async -> RunRecord {
    await voice.say("This run is not recorded. \(cause)")
    return registry.unrecorded(order.account, plan)
  }

  private func runCodex(
    _ order: RunOrder, _ plan: RunPlan, _ record: RunRecord
  ) async throws -> ProcessEnd {
    do {
      let end =
        plan.isRotated
        ? try await runGuarded(plan, record)
        : try await runWithToken(of: order.account, plan, record)
      tidyUp(order, plan)
      registry.ended(record, end)
      return end
    } catch {
      registry.ended(record, nil)
      throw error
    }
  }

  /// A codex that its configuration forces to another sign-in removes this one: a second name keeps it.
  private func guardSignIn(_ order: RunOrder, _ voice: RunVoice) async {
    guard let reason = await surroundings.tokens.guardSignIn(of: order.account) else { return }
    await warn(
      order,
      "Nothing keeps the sign-in of \(order.account.label.text) if codex removes it: \(reason).",
      voice)
  }

  /// Whether codex removed the sign-in because of its configuration, and it was put back.
  private func hasRestoredSignIn(
    _ order: RunOrder, _ plan: RunPlan, _ voice: RunVoice
  ) async -> Bool {
    guard !plan.isRotated else { return false }
    let label = order.account.label.text
    let outcome = await surroundings.tokens.settleGuard(
      of: order.account, forcedBy: { await surroundings.forced(order)?.clause },
      isInUse: { registry.isInUse(order.account.id) })
    guard let message = outcome.message(about: label) else { return false }
    await warn(order, message, voice)
    if case .restored = outcome { return true }
    return false
  }

  private func warn(_ order: RunOrder, _ message: String, _ voice: RunVoice) async {
    await voice.say(message)
    surroundings.events.record(
      EngineEvent(
        at: surroundings.time.now(), kind: .warning, about: order.account, message: message))
  }

  private func runWithToken(
    of account: Account, _ plan: RunPlan, _ record: RunRecord
  ) async throws -> ProcessEnd {
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      group.addTask { await surroundings.tokens.keepAhead(of: account) }
      return try await start(plan, record) { _ in }
    }
  }

  /// Without a guard the run goes on, and the event log says so.
  private func runGuarded(_ plan: RunPlan, _ record: RunRecord) async throws -> ProcessEnd {
    guard let program = surroundings.program else { return try await start(plan, record) { _ in } }
    let runGuard: RunGuard
    do {
      runGuard = try await RunGuard(program: program, surroundings)
    } catch {
      surroundings.events.record(
        EngineEvent(
          at: surroundings.time.now(), kind: .warning, run: record.id,
          message: "Nothing ends this run's codex if swop is killed: \(error.message)"))
      return try await start(plan, record) { _ in }
    }
    let (processes, started) = AsyncStream<ProcessIdentity>.makeStream()
    async let telling: Void = {
      for await process in processes { await runGuard.watch(process) }
    }()
    let end: Result<ProcessEnd, any Error>
    do {
      end = .success(try await start(plan, record) { started.yield($0) })
    } catch {
      end = .failure(error)
    }
    started.finish()
    await telling
    await runGuard.dismiss()
    return try end.get()
  }

  private func start(
    _ plan: RunPlan, _ record: RunRecord, told: @Sendable (ProcessIdentity) -> Void
  ) async throws(ProcessError) -> ProcessEnd {
    try await surroundings.runner.runInForeground(plan.command(of: record.id)) { process in
      told(process)
      registry.started(record, process)
    }
  }

  private func tidyUp(_ order: RunOrder, _ plan: RunPlan) {
    guard order.sharesHistory else { return }
    do {
      try surroundings.history.rewriteRows(of: plan.use.folder)
    } catch {
      let message = "Conversations of \(order.account.label.text) still lead through its sandbox: "
      surroundings.events.record(
        EngineEvent(
          at: surroundings.time.now(), kind: .warning, about: order.account,
          message: message + error.message))
    }
  }

  private func verdict(
    on end: ProcessEnd, of order: RunOrder, _ plan: RunPlan, _ record: RunRecord,
    isRepetition: Bool
  ) async -> ExpiredSession.Verdict {
    let subcommand = CodexSubcommand(order.arguments)
    // A rotated run has no session of its own that could be dead.
    guard !plan.isRotated, ExpiredSession.isSuspected(end, of: subcommand) else { return .passOn }
    let hadTurn = TurnEvidence(files: surroundings.files).hadTurn(
      in: plan.use.folder.codexHome, since: record.startedAt, by: order.account.identity)
    // What cannot be found out leaves codex's own end as the result.
    let isAlive = try? await surroundings.tokens.isAlive(order.account)
    return ExpiredSession.verdict(
      on: ExpiredSession.Attempt(
        end: end, subcommand: subcommand, hadTurn: hadTurn, isRepetition: isRepetition,
        canRepeat: order.canRepeat), isAlive: isAlive)
  }
}

/// Everything outside that a run touches.
struct RunSurroundings: Sendable {
  /// Child processes.
  let runner: any ProcessRunner
  /// Where the sandboxes are.
  let files: any FileSystem
  /// The clock.
  let time: any TimeSource
  /// The locks across processes.
  let locks: LockRoom
  /// Who is told.
  let events: any EventSink
  /// The sandboxes.
  let sandboxes: SandboxStore
  /// The shared conversations.
  let history: SharedHistory
  /// The one refresher of tokens.
  let tokens: TokenKeeper
  /// This swop's own file, which runs as the guard of rotated runs; nil for runs without one.
  let program: FilePath?
  /// The rule of codex's configuration by which codex may have logged out the account of a run, nil if
  /// there is none.
  let forced: @Sendable (RunOrder) async -> ForcedSignIn.Rule?

  /// Surroundings of their parts.
  init(
    runner: any ProcessRunner, files: any FileSystem, time: any TimeSource, locks: LockRoom,
    events: any EventSink, sandboxes: SandboxStore, history: SharedHistory, tokens: TokenKeeper,
    program: FilePath?,
    forced: @escaping @Sendable (RunOrder) async -> ForcedSignIn.Rule? = { _ in nil }
  ) {
    self.runner = runner
    self.files = files
    self.time = time
    self.locks = locks
    self.events = events
    self.sandboxes = sandboxes
    self.history = history
    self.tokens = tokens
    self.program = program
    self.forced = forced
  }
}

/// A run that is over.
struct LaunchedRun: Hashable, Sendable {
  /// How codex ended.
  let end: ProcessEnd
  /// Its number; that of the repetition if there was one.
  let run: RunID
  /// Whether codex failed because the session is dead, and no one renewed it.
  let isExpired: Bool
}

/// How a run speaks with the person who started it.
struct RunVoice: Sendable {
  /// Says one line, before codex gets the terminal.
  var say: @Sendable (String) async -> Void
  /// Offers to sign in again, and does; the text is why, one clause. The answer is whether the session
  /// lives now: false without a terminal, and when the person does not want to.
  var renew: @Sendable (Account, String) async throws -> Bool
}

/// A process beside codex that ends it if this one dies without a word (`kill -9`, out of memory). It is told
/// of codex over a pipe, and of the end of the run; where the pipe just ends, it acts.
///
/// A rotated codex must not live on: it would show the pool's token to any program that takes the proxy's
/// ports.
struct RunGuard: Sendable {
  private let process: any ConversingProcess

  private static let startLimit = Duration.seconds(5)
  private static let endLimit = Duration.seconds(1)

  /// Starts a guard and waits until it is ready.
  ///
  /// - Parameters:
  ///   - program: this swop's own file.
  ///   - surroundings: what starts it, and the clock.
  /// - Throws: `ProcessError`.
  init(program: FilePath, _ surroundings: RunSurroundings) async throws(ProcessError) {
    let process = try surroundings.runner.start(
      ProcessCommand(
        executable: program, arguments: [Argument(GuardMessage.verb)],
        environment: ProcessEnvironment(), directory: "/"))
    let time = surroundings.time
    let isReady = await withTaskGroup(of: Bool.self) { group in
      group.addTask { (try? await process.readLine()) == GuardMessage.ready }
      group.addTask {
        try? await time.sleep(for: Self.startLimit)
        return false
      }
      defer { group.cancelAll() }
      return await group.next() ?? false
    }
    guard isReady else {
      await process.finish(grace: .zero)
      throw .notStarted(executable: program, reason: "the guard of the run did not answer")
    }
    self.process = process
  }

  /// Names codex's process.
  func watch(_ codex: ProcessIdentity) async {
    // A guard that is gone leaves the run as it would be without one.
    try? await process.write(line: GuardMessage.watch(codex).line)
  }

  /// Says that the run is over, and waits for the guard's end.
  func dismiss() async {
    try? await process.write(line: GuardMessage.dismiss.line)
    await process.finish(grace: Self.endLimit)
  }
}
