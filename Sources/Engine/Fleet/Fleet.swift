package import EngineCore
import EngineProxy

/// The one door into the engine: every command that the command line and the dashboard may give.
///
/// Its parts are built once, each from ports only; the extensions hold the commands, one file an aspect.
package actor Fleet {
  let configuration: FleetConfiguration
  let layout: SandboxLayout
  let locks: LockRoom
  let accounts: AccountStore
  let sandboxes: SandboxStore
  let sharedHistory: SharedHistory
  let tokens: TokenKeeper
  let usage: UsageService
  let registry: RunRegistry
  let recorder: any EventSink
  let homes: CodexHomes
  let forcedSignIns: ForcedSignIns
  let serverClock: ServerClock
  /// What goes on beside the last run.
  var housekeeping: Task<Void, Never>?
  let notices: NoticeDesk
  /// When quotas were last read for a proxy in this process.
  var readForProxyAt: Date?
  /// The engine of later settings.
  var successor: Fleet?

  /// A Fleet of everything it needs. Nothing is read or created before the first command.
  package init(_ configuration: FleetConfiguration) {
    self.init(configuration, tokens: nil)
  }

  /// A Fleet that shares the tokens of another one.
  init(_ configuration: FleetConfiguration, tokens shared: TokenKeeper?) {
    var world = configuration
    serverClock = ServerClock(of: world)
    world.http = serverClock
    let layout = Self.layout(of: world)
    let locks = LockRoom(
      folder: layout.locks, files: world.files, time: world.time,
      process: world.processes.current)
    let events = EventTee(world.state, world.log)
    tokens = shared ?? Self.tokens(of: world, layout, locks, events)
    self.configuration = world
    self.layout = layout
    self.locks = locks
    recorder = events
    let accounts = AccountStore(
      layout: layout, files: world.files, locks: locks, time: world.time, random: world.random)
    self.accounts = accounts
    sandboxes = SandboxStore(
      layout: layout, files: world.files, locks: locks, time: world.time)
    sharedHistory = SharedHistory(
      layout: layout, files: world.files, locks: locks, index: world.threads)
    registry = RunRegistry(
      store: world.state, runner: world.processes, time: world.time, events: events)
    let search = CodexSearch(
      CodexCheck(
        runner: world.processes, files: world.files, time: world.time, cache: world.state,
        environment: world.environment, ownExecutable: world.ownExecutable,
        probes: layout.run))
    let homes = CodexHomes(world: world, layout: layout, search: search)
    let forced = ForcedSignIns(world: world, layout: layout, homes: homes, accounts: accounts)
    let fallback = AppServerQuota(world: world, homes: homes, layout: layout, forced: forced)
    self.homes = homes
    forcedSignIns = forced
    notices = Self.noticeDesk(of: world, events: events)
    usage = UsageService(
      UsageSurroundings(
        transport: world.http, credentials: tokens, readings: world.state,
        conditions: world.state, cache: world.state, events: events, locks: locks,
        time: world.time, fallback: fallback.reading,
        asksForResetEnds: Self.wantsNotices(world.settings)),
      backend: ChatGPTBackend(override: world.addresses.chatGPTOverride), version: world.version)
  }

  private static func layout(of world: FleetConfiguration) -> SandboxLayout {
    SandboxLayout(
      root: world.root, sharedHome: world.settings.codexHome ?? world.userHome / ".codex",
      userHome: world.userHome)
  }

  private static func tokens(
    of world: FleetConfiguration, _ layout: SandboxLayout, _ locks: LockRoom,
    _ events: any EventSink
  ) -> TokenKeeper {
    TokenKeeper(
      TokenSurroundings(
        files: world.files, time: world.time, transport: world.http, locks: locks,
        conditions: world.state, events: events, shield: world.shield),
      authBase: world.addresses.authOverride ?? TokenServer.defaultBase,
      authFile: { layout.sandbox($0.key).signInFile })
  }

  /// The clock's time.
  var now: Date { configuration.time.now() }

  /// Stores an event.
  func note(_ kind: EngineEvent.Kind, _ account: Account, run: RunID? = nil, _ message: String) {
    recorder.record(
      EngineEvent(at: now, kind: kind, about: account, run: run, message: message))
  }

  /// The account with a label, without regard to case.
  ///
  /// - Throws: `FleetError.unknownAccount` with the nearest label, `.olderAccounts` for one that has not been
  ///   taken over.
  package func account(labelled text: String) async throws -> Account {
    let listing = try accounts.list()
    if let label = try? Label(text), let account = listing.account(labelled: label) {
      await recoverSignIns([account])
      return account
    }
    if let older = listing.older.first(where: { $0.label.lowercased() == text.lowercased() }) {
      throw FleetError.olderAccounts(labels: [older.label])
    }
    if let damaged = listing.damaged.first(where: { $0.folder.name == text }) {
      throw damaged.error
    }
    let labels = listing.accounts.map(\.label.text)
    throw FleetError.unknownAccount(
      label: text, nearest: NearestName.of(text, in: labels))
  }

  /// Waits for what must not be cut off when the process ends: a session that is being renewed, a notice that
  /// is being sent, and the story of what housekeeping did.
  package func finish() async {
    await housekeeping?.value
    await tokens.finish()
    await notices.finish()
  }

  /// Runs that started since a time, newest first.
  package func history(since: Date?, limit: Int) async throws -> [RunRecord] {
    try registry.closeLost()
    return try configuration.state.runs(since: since, limit: limit)
  }

  /// Events after a number, oldest first; nil gives the newest `limit`.
  package func events(after number: Int64?, limit: Int) async throws -> [EngineEvent] {
    guard let number else { return try configuration.state.latestEvents(limit: limit) }
    return try configuration.state.events(after: number, limit: limit)
  }
}
