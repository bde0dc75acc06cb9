import EngineCore

/// The register of runs: who runs where, found again by any swop after a crash of any other. A run lives
/// while its row is open and exactly its process is there; the rows are only notes, the system's list of
/// processes decides.
struct RunRegistry: Sendable {
  private let store: any RunStore
  private let runner: any ProcessRunner
  private let time: any TimeSource
  private let events: any EventSink

  /// The register of a root.
  init(
    store: any RunStore, runner: any ProcessRunner, time: any TimeSource, events: any EventSink
  ) {
    self.store = store
    self.runner = runner
    self.time = time
    self.events = events
  }

  /// Registers a run whose process does not exist yet; from now on it counts as live.
  func begin(_ account: Account, _ plan: RunPlan) throws(StoreError) -> RunRecord {
    try store.beginRun { id in run(id, account, plan) }
  }

  /// A run that cannot be registered. Its number is 0, which no other has.
  func unrecorded(_ account: Account, _ plan: RunPlan) -> RunRecord {
    run(RunID(0), account, plan)
  }

  private func run(_ id: RunID, _ account: Account, _ plan: RunPlan) -> RunRecord {
    RunRecord(
      id: id, account: account.id, label: account.label.text, owner: runner.current,
      directory: plan.directory, subcommand: plan.subcommand, codexVersion: plan.codexVersion,
      isRotated: plan.isRotated, startedAt: time.now())
  }

  /// Notes the process of a run. A note that cannot be stored costs the run its place in the list of
  /// live ones after a crash of its owner, never the run.
  func started(_ run: RunRecord, _ process: ProcessIdentity) {
    let message = "codex started on \(run.label) (process \(process.pid))."
    do {
      try store.setProcess(process, of: run.id)
      record(.runStarted, run, message)
    } catch {
      record(.warning, run, message + " " + error.message)
    }
  }

  /// Notes the end of a run; `end` is nil if its process never existed.
  func ended(_ run: RunRecord, _ end: ProcessEnd?) {
    let message = "codex on \(run.label) " + Self.sentence(end)
    do {
      try store.endRun(run.id, at: time.now(), end: end)
      record(.runEnded, run, message)
    } catch {
      record(.warning, run, message + " " + error.message)
    }
  }

  /// The runs that live now, oldest first. Reads only: cheap enough for every `status`.
  func liveRuns() throws(StoreError) -> [RunRecord] {
    try store.openRuns().filter(isLive)
  }

  /// Whether runs use the sign-in of an account now; in doubt they do. Rotated ones use the pool's.
  func isInUse(_ account: AccountID) -> Bool {
    guard let runs = try? liveRuns() else { return true }
    return runs.contains { $0.account == account && !$0.isRotated }
  }

  /// How many runs each account has now.
  func liveCounts() throws(StoreError) -> [AccountID: Int] {
    try liveRuns().reduce(into: [:]) { $0[$1.account, default: 0] += 1 }
  }

  /// Closes the rows whose process and owner are both gone, one event each.
  ///
  /// - Returns: What was closed.
  @discardableResult
  func closeLost() throws(StoreError) -> [RunRecord] {
    var closed: [RunRecord] = []
    for run in try store.openRuns() where !isLive(run) && !runner.isAlive(run.owner) {
      // The owner may have noted the end between our two looks: then nothing was lost.
      guard try store.endRun(run.id, at: time.now(), end: nil) else { continue }
      record(.runLost, run, "The end of codex on \(run.label) was not seen: its swop is gone.")
      closed.append(run)
    }
    return closed
  }

  /// A run without a process is about to start as long as its owner is there.
  private func isLive(_ run: RunRecord) -> Bool {
    runner.isAlive(run.process ?? run.owner)
  }

  private func record(_ kind: EngineEvent.Kind, _ run: RunRecord, _ message: String) {
    events.record(
      EngineEvent(
        at: time.now(), kind: kind, account: run.account, label: run.label, run: run.id,
        message: message))
  }

  private static func sentence(_ end: ProcessEnd?) -> String {
    switch end {
    case .exited(let status): "ended with status \(status)."
    case .signalled(let signal): "was ended by signal \(signal)."
    case nil: "did not start."
    }
  }
}
