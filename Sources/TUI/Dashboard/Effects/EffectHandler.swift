import EngineCore
import Synchronization
import TUIKit

/// Does what update asks for. It is called on the terminal's thread and returns at once: what takes time
/// runs as tasks, which answer through the mailbox. Only a foreground child holds it up.
final class EffectHandler: Sendable {
  private let world: DashboardWorld
  private let mailbox: Mailbox<DashboardMessage>
  private let feed: PictureFeed
  private let poller: QuotaPoller
  private let signIn: SignInRunner
  private let saver: ScreenSaver
  private let panels: PanelFeed
  private let runs: ForegroundRun
  private let background: BackgroundTasks

  /// A handler that answers into a mailbox.
  init(_ world: DashboardWorld, mailbox: Mailbox<DashboardMessage>) {
    self.world = world
    self.mailbox = mailbox
    feed = PictureFeed(world, mailbox: mailbox)
    poller = QuotaPoller(world, mailbox: mailbox, feed: feed)
    signIn = SignInRunner(world, mailbox: mailbox, feed: feed)
    saver = ScreenSaver(world)
    panels = PanelFeed(world: world, mailbox: mailbox)
    runs = ForegroundRun(world)
    background = BackgroundTasks()
  }

  /// What the first frame shows: everything that is known without asking anyone.
  func prepare() async {
    await panels.readThemes()
    await panels.readKeys()
    await feed.setListener { [poller] snapshot in await poller.learn(snapshot) }
    await feed.update()
  }

  /// Begins what goes on by itself: polls, and looking for changes by others.
  func start() {
    let stopWatching = world.watch { [feed, panels, background] in
      background.start("a change on disk") {
        await feed.nudge()
        await panels.lookAgain()
      }
    }
    background.add(stopWatching)
    background.start("first looks") { [self] in
      let email = await (try? world.fleet())?.adoptableSignIn()
      post(.adoptableFound(email))
      await panels.lookAtProxy()
      await poller.start()
    }
  }

  /// Ends everything and waits for what must not be cut off.
  func stop() async {
    background.stop()
    await poller.stop()
    await feed.stop()
    await panels.stop()
    await signIn.cancel()
    await runs.stop()
    saver.flush()
    await (try? world.fleet())?.finish()
  }

  /// Does one effect.
  ///
  /// - Returns: Whether every cell has to be drawn again.
  func perform(_ effect: DashboardEffect, on terminal: any Terminal) -> Bool {
    switch effect {
    case .startRun, .openShell, .suspend, .redraw, .continueRun, .endStoppedRun, .copy:
      return performHere(effect, on: terminal)
    case .saveScreen(let screen): saver.save(screen)
    case .setPolling(let isOn):
      background.start("polling") { [poller] in await poller.setOn(isOn) }
    case .beginSignIn(let purpose, let label, let method):
      background.start("sign-in") { [signIn] in await signIn.begin(purpose, label: label, method) }
    case .cancelSignIn:
      background.start("sign-in") { [signIn] in await signIn.cancel() }
    case .watchProxy(let isOn):
      background.start("proxy") { [panels] in await panels.watchProxy(isOn) }
    case .useTheme, .quit: break
    case .refresh, .act, .explain, .listConversations, .measureSandbox, .listWorkspaces,
      .readSettings, .openLink:
      background.start("\(effect)") { [self] in await answer(effect) }
    }
    return false
  }

  /// What a person waits for.
  private func answer(_ effect: DashboardEffect) async {
    switch effect {
    case .refresh(let ids): await poller.read(ids)
    case .act(let action):
      await ActionRunner(world: world, mailbox: mailbox, feed: feed).act(action)
    case .explain: await panels.explain()
    case .listConversations(let id): await panels.listConversations(of: id)
    case .measureSandbox(let id): await panels.measure(id)
    case .listWorkspaces: await panels.listWorkspaces()
    case .readSettings: await panels.readSettings()
    case .openLink(let link):
      if await !world.openLink(link) { post(.linkNotOpened) }
    default: break
    }
  }

  /// What happens on the terminal's own thread.
  private func performHere(_ effect: DashboardEffect, on terminal: any Terminal) -> Bool {
    switch effect {
    case .startRun(let order): lend(terminal) { [runs] in await runs.run(order) }
    case .continueRun: lend(terminal) { [runs] in await runs.settle(.goOn) }
    case .endStoppedRun: lend(terminal) { [runs] in await runs.settle(.end) }
    case .openShell(let workspace):
      lend(terminal) { [runs] in await runs.shell(in: workspace) }
    case .suspend: terminal.suspend()
    case .copy(let text):
      post(.copied(text: text, how: terminal.copy(text).way))
      return false
    case .redraw: return true
    default: return false
    }
    return true
  }

  /// Nothing is read by itself while someone else has the terminal.
  private func lend(
    _ terminal: any Terminal, _ body: @escaping @Sendable () async -> DashboardMessage.What?
  ) {
    terminal.lend { [self] in
      await poller.setOn(false)
      if let what = await body() { post(what) }
      await feed.update()
      await poller.setOn(true)
    }
  }

  private func post(_ what: DashboardMessage.What) {
    mailbox.post(DashboardMessage(at: world.time.now(), what))
  }
}

extension CopyOutcome {
  /// The way the text went, nil if there was none.
  fileprivate var way: String? {
    switch self {
    case .tool(let name): name
    case .terminal: "by the terminal"
    case .tooLong: nil
    }
  }
}

/// The tasks of the dashboard, which end with it.
final class BackgroundTasks: Sendable {
  private struct Content {
    var tasks: [Int: Task<Void, Never>] = [:]
    var endings: [@Sendable () -> Void] = []
    var lastNumber = 0
    var isOver = false
  }

  private let content = Mutex(Content())

  /// Starts a task that is cancelled at the end.
  func start(_ name: String, _ body: @escaping @Sendable () async -> Void) {
    content.withLock { content in
      guard !content.isOver else { return }
      content.lastNumber += 1
      let number = content.lastNumber
      content.tasks[number] = Task(name: name) {
        await body()
        self.end(number)
      }
    }
  }

  /// Notes what to call at the end.
  func add(_ ending: @escaping @Sendable () -> Void) {
    content.withLock { $0.endings.append(ending) }
  }

  /// Ends everything.
  func stop() {
    let (tasks, endings) = content.withLock { content in
      defer { content = Content(isOver: true) }
      return (content.tasks, content.endings)
    }
    for ending in endings { ending() }
    for task in tasks.values { task.cancel() }
  }

  private func end(_ number: Int) {
    _ = content.withLock { $0.tasks.removeValue(forKey: number) }
  }
}

/// Errors as the dashboard tells them.
enum Failure {
  /// The error's own words; what has none is a mistake in swop.
  static func report(of error: any Error) -> ErrorReport {
    if let error = error as? any EngineError { return error.report }
    return ErrorReport(
      code: "unexpected", message: "Unexpected error. Please report it: swop debug bundle",
      remedy: "Look at what happened before it in the log.")
  }
}
