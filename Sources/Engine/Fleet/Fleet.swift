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
  func account(labelled text: String) async throws -> Account {
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

/// What the Fleet itself refuses; the modules behind it have errors of their own.
package enum FleetError: EngineError, Hashable {
  /// No account has this label.
  case unknownAccount(label: String, nearest: String?)
  /// Nothing can be used now.
  case nothingUsable(until: Date?, timeZone: ClockZone, reasons: [String])
  /// The account that was demanded cannot be used now.
  case accountUnusable(label: String, reason: String, remedy: String)
  /// Codex's configuration lets no account sign in; the rule is one clause.
  case allExcluded(rule: String)
  /// The session has expired.
  case signInNeeded(label: String, reason: String)
  /// There are no accounts at all.
  case noAccounts
  /// The accounts are an older tool's, and have not been taken over.
  case olderAccounts(labels: [String])
  /// Runs are in progress on the account.
  case inUse(label: String, runs: [RunID])
  /// The trash has no account with this label.
  case notInTrash(label: String, nearest: String?)
  /// The trash is purged by the server's date, and no server told it.
  case noServerDate
  /// The machine's clock is ahead of the server's by so many seconds.
  case clockAhead(seconds: Double)
  /// A sandbox that shares its configuration has nothing to copy.
  case copyNeedsStrict

  package var code: String {
    switch self {
    case .unknownAccount: "unknown_account"
    case .nothingUsable: "all_blocked"
    case .accountUnusable: "account_unusable"
    case .allExcluded: "all_excluded"
    case .signInNeeded: "sign_in_needed"
    case .noAccounts: "no_accounts"
    case .olderAccounts: "older_accounts"
    case .inUse: "in_use"
    case .notInTrash: "not_in_trash"
    case .noServerDate: "no_server_date"
    case .clockAhead: "clock_ahead"
    case .copyNeedsStrict: "copy_needs_strict"
    }
  }

  package var message: String {
    switch self {
    case .unknownAccount(let label, _):
      "Account “\(PrintableText.shortened(label, to: 70))” not found."
    case .nothingUsable(.some(let until), let timeZone, _):
      "All accounts blocked until \(ClockText.moment(until, in: timeZone))."
    case .nothingUsable(.none, _, let reasons):
      "All accounts blocked, reset time unknown (\(reasons.joined(separator: "; ")))."
    case .accountUnusable(let label, let reason, _): "\(label) cannot be used now: \(reason)."
    case .allExcluded(let rule): "No account can be used here: \(rule)."
    case .signInNeeded(let label, let reason): "The session of \(label) has expired: \(reason)."
    case .noAccounts: "No accounts yet."
    case .olderAccounts(let labels): OlderAccountsText.sentence(labels)
    case .inUse(let label, let runs):
      "\(label) is used by run \(runs.map(\.description).joined(separator: ", "))."
    case .notInTrash(let label, _):
      "“\(PrintableText.shortened(label, to: 70))” is not in the trash."
    case .noServerDate:
      "Nothing was destroyed: the server could not be asked for the date."
    case .clockAhead(let seconds):
      "Nothing was deleted: this machine's clock is \(ClockText.span(seconds: seconds)) ahead of the server's."
    case .copyNeedsStrict: "Only a strict sandbox has a configuration of its own to copy into."
    }
  }

  package var remedy: String? {
    switch self {
    case .unknownAccount(_, .some(let nearest)): "Did you mean \(ShellWord.quoted(nearest))?"
    case .unknownAccount(_, .none): "See what there is: swop status"
    case .nothingUsable: "See why: swop why"
    case .accountUnusable(_, _, let remedy): remedy
    case .allExcluded: "Change that line, or add an account that it allows: swop add LABEL"
    case .signInNeeded(let label, _): "Sign in again: swop relogin \(ShellWord.quoted(label))"
    case .noAccounts: "Add the first one: swop add LABEL"
    case .olderAccounts: OlderAccountsText.remedy
    case .inUse: "End it first, or add --force: it goes on with what it has."
    case .notInTrash(_, .some(let nearest)): "Did you mean \(ShellWord.quoted(nearest))?"
    case .notInTrash(_, .none): "See what there is: swop trash list"
    case .noServerDate:
      "Try again when the server can be reached, or destroy one account now: swop trash purge LABEL"
    case .clockAhead: "Set the clock, then try again."
    case .copyNeedsStrict: "Add --isolation strict, or leave --copy-config out."
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .unknownAccount, .notInTrash, .copyNeedsStrict: .usage
    case .noServerDate, .clockAhead: .failed
    case .inUse: .busy
    case .nothingUsable, .accountUnusable, .noAccounts, .allExcluded: .noAccountUsable
    case .signInNeeded: .signInNeeded
    case .olderAccounts: .failed
    }
  }
}

/// What people are told of accounts that an older tool keeps in this root.
package enum OlderAccountsText {
  /// What there is, one sentence.
  package static func sentence(_ labels: [String]) -> String {
    let names = labels.map { PrintableText.shortened($0, to: 70) }.joined(separator: ", ")
    return labels.count == 1
      ? "The account \(names) belongs to an older version of swop."
      : "The accounts \(names) belong to an older version of swop."
  }

  /// What to do next.
  package static let remedy = "Take them over: swop import"
}
