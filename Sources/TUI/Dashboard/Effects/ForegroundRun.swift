import Engine
import EngineCore
import TUIKit

/// Gives the terminal to codex, and tells how it went when the terminal is ours again. One run at a time:
/// there is one terminal.
actor ForegroundRun {
  private let world: DashboardWorld
  private var current: (label: String, task: Task<DashboardMessage.What, Never>)?

  /// How long the reading after a run may keep the dashboard away.
  private static let readingLimit = Duration.seconds(3)

  init(_ world: DashboardWorld) {
    self.world = world
  }

  /// Runs codex as ordered, until it has ended or was stopped; called while the terminal is lent.
  func run(_ order: RunOrder) async -> DashboardMessage.What {
    let task = Task(name: "run on \(order.label)") {
      let what = await self.outcome(of: order)
      await world.session.end()
      return what
    }
    current = (order.label, task)
    return await turn() ?? .runFailed(label: order.label, MissingDoor.run.report)
  }

  /// Goes on with a codex that was stopped, or ends it; called while the terminal is lent.
  func settle(_ decision: RunSession.Decision) async -> DashboardMessage.What? {
    guard current != nil else { return nil }
    await world.session.decide(decision)
    return await turn()
  }

  /// Ends a codex that is still stopped when the dashboard ends.
  func stop() async {
    guard let current else { return }
    await world.session.decide(.end)
    _ = await current.task.value
  }

  /// Waits for the end of the run or for its stop, whichever comes first.
  private func turn() async -> DashboardMessage.What? {
    guard let current else { return nil }
    switch await world.session.next() {
    case .stopped: return .runStopped(StoppedRunDialog(label: current.label))
    case .over:
      self.current = nil
      return await current.task.value
    }
  }

  private func outcome(of order: RunOrder) async -> DashboardMessage.What {
    let started = world.time.now()
    do {
      let fleet = try await world.fleet()
      let label = try await fleet.label(of: order.account) ?? order.label
      let before = await reading(of: order.account, fleet)
      world.console.say(commandLine(order, label: label))
      let outcome = try await fleet.run(
        request(order, label: label), dialogue: ConsoleDialogue(console: world.console))
      let seconds = world.time.now().timeIntervalSince(started)
      // The reading after the run tells what it cost; without one the last known numbers stand.
      _ = try? await fleet.readQuota(of: [order.account], limit: Self.readingLimit)
      let after = await reading(of: order.account, fleet)
      let report = RunReport(
        account: outcome.account.id, label: outcome.account.label.text, end: outcome.end,
        seconds: seconds, changes: RunReport.changes(from: before, to: after),
        isExpired: outcome.expired)
      if outcome.end != .exited(0) { hold("\(report.label)  \(report.sentence)") }
      return .runEnded(report)
    } catch {
      let report = Failure.report(of: error)
      hold([report.message, report.remedy].compactMap(\.self).joined(separator: " "))
      return .runFailed(label: order.label, report)
    }
  }

  /// Opens a shell in a container; called while the terminal is lent.
  func shell(in workspace: String) async -> DashboardMessage.What? {
    do {
      guard let door = world.workspaces else { throw MissingDoor.workspaces }
      world.console.say("+ swop workspace shell \(ShellWord.quoted(workspace))")
      try await door.shell(workspace)
      return nil
    } catch {
      let report = Failure.report(of: error)
      hold(report.message)
      return .workspacesFailed(report)
    }
  }

  /// What went wrong stays readable until someone has read it.
  private func hold(_ sentence: String) {
    world.console.say("swop: " + PrintableText.sanitized(sentence))
    world.console.say("swop: Enter leads back to the dashboard.")
    world.console.waitForEnter()
  }

  private func commandLine(_ order: RunOrder, label: String) -> String {
    let words = ["swop", "codex", "--account", label] + order.arguments
    return "+ " + words.map(ShellWord.quoted).joined(separator: " ")
  }

  private func request(_ order: RunOrder, label: String) -> RunRequest {
    let rotation: RotationWish =
      switch order.rotation {
      case .asConfigured: .asConfigured
      case .on: .wanted
      case .off: .refused
      }
    // A rotated run chooses for each request; the row was where it was started from.
    let choice: AccountChoice = order.rotation == .on ? .usual : .exactly(label: label)
    return RunRequest(
      choice: choice, arguments: order.arguments.map { Argument($0) }, rotation: rotation,
      canRepeat: true, directory: order.directory.map(directory))
  }

  private func directory(_ typed: String) -> FilePath {
    let path = world.path(typed)
    return path.isAbsolute ? path : world.directory / path.text
  }

  private func reading(
    of id: AccountID, _ fleet: any DashboardFleet
  ) async -> QuotaReading? {
    let snapshot = try? await fleet.snapshot(refresh: false)
    return snapshot?.accounts.first { $0.id == id }?.reading
  }
}

extension RunReport {
  /// What changed in the windows that both readings have.
  static func changes(from before: QuotaReading?, to after: QuotaReading?) -> [Change] {
    guard let before, let after, before.readAt != after.readAt else { return [] }
    return after.windows.compactMap { window in
      let old = before.windows.first { $0.lengthSeconds == window.lengthSeconds }
      guard let old, old.leftPercent != window.leftPercent else { return nil }
      return Change(window: window.name, before: old.leftPercent, after: window.leftPercent)
    }
  }
}

/// Stands between a run and the dashboard: the run says that codex was stopped or that it is over, and
/// waits for what the dashboard decides about a stopped codex.
package actor RunSession {
  /// What becomes of a stopped codex.
  package enum Decision: Hashable, Sendable {
    /// It gets the terminal again.
    case goOn
    /// It is ended.
    case end
  }

  /// Why the terminal comes back.
  enum Turn: Hashable, Sendable {
    /// Codex was stopped.
    case stopped
    /// The run is over.
    case over
  }

  private var turn: Turn?
  private var onlooker: CheckedContinuation<Turn, Never>?
  private var run: CheckedContinuation<Decision, Never>?

  /// A session without a run.
  package init() {}

  /// Called by the run: codex was stopped. Waits for the decision.
  package func stopped() async -> Decision {
    await withCheckedContinuation { continuation in
      run = continuation
      tell(.stopped)
    }
  }

  /// Called when the run is over, whatever became of it.
  func end() { tell(.over) }

  /// Waits until codex is stopped or the run is over. One waits at a time.
  func next() async -> Turn {
    if let turn {
      self.turn = nil
      return turn
    }
    return await withCheckedContinuation { onlooker = $0 }
  }

  /// Decides about a stopped codex; nothing happens if none is stopped.
  func decide(_ decision: Decision) {
    run?.resume(returning: decision)
    run = nil
  }

  private func tell(_ turn: Turn) {
    guard let onlooker else {
      self.turn = turn
      return
    }
    self.onlooker = nil
    onlooker.resume(returning: turn)
  }
}

/// What a run says on the plain screen. It asks nothing: the dashboard itself offers a sign-in.
struct ConsoleDialogue: RunDialogue {
  let console: any Console

  func say(_ line: String) async {
    console.say("swop: " + PrintableText.sanitized(line))
  }

  func signInOffer(to account: Account, reason: String) async -> SignInMethod? { nil }

  func mayTakeOver(_ labels: [String]) async -> Bool { false }

  func show(_ step: SignInStep) async {}
}
