package import EngineCore

/// Looks whether everything is as swop promises, and mends what can be mended without losing anything.
///
/// It needs nothing to be in order: neither the settings nor the database nor codex. Every aspect is one
/// extension; each only looks, and says of what it finds how it can be mended.
package struct Doctor: Sendable {
  let world: DoctorSurroundings
  let accounts: AccountStore
  let sandboxes: SandboxStore
  let live: LiveHome

  /// A doctor for a root.
  package init(_ world: DoctorSurroundings) {
    self.world = world
    let locks = LockRoom(
      folder: world.layout.locks, files: world.files, time: world.time,
      process: world.processes.current)
    accounts = AccountStore(
      layout: world.layout, files: world.files, locks: locks, time: world.time,
      random: world.random)
    sandboxes = SandboxStore(
      layout: world.layout, files: world.files, locks: locks, time: world.time)
    live = LiveHome(files: world.files, runner: world.processes)
  }

  var layout: SandboxLayout { world.layout }
  var files: any FileSystem { world.files }

  /// Looks at everything and changes nothing.
  package func examine() async -> DoctorReport {
    guard files.exists(layout.root) else {
      let note = DoctorFinding(
        .root, .note, "\(layout.root) does not exist yet.", remedy: "swop add LABEL")
      return DoctorReport(
        checks: CheckName.allCases, findings: [note] + (await aroundFindings()))
    }
    // Before the database is opened, which puts its own mode right.
    let root = rootFindings()
    let listing = (try? accounts.list()) ?? AccountListing(accounts: [], damaged: [])
    let codex = await codex()
    let patient = DoctorPatient(
      accounts: listing.accounts, damaged: listing.damaged, older: listing.older,
      codex: try? codex.get(),
      settings: (try? settings()) ?? Settings(), state: try? state())
    var findings = root + settingsFindings() + databaseFindings()
    findings += accountFindings(patient)
    findings += await identityFindings(patient)
    findings += sandboxFindings(patient)
    findings += await leftoverFindings() + guardFindings(patient)
    findings += dateFindings(patient)
    findings += runFindings(patient) + lockFindings() + conversationFindings(patient)
    findings += daemonFindings(patient) + diskFindings(patient)
    findings += await exclusionFindings(patient)
    findings += await aroundFindings(codex)
    return DoctorReport(checks: CheckName.allCases, findings: findings)
  }

  /// Mends what is safe to mend, and looks once more.
  ///
  /// - Parameter isTrial: only says what would be mended.
  /// - Returns: What was mended, or would be, and what is left.
  package func mend(isTrial: Bool) async -> DoctorReport {
    var report = await examine()
    let mendable = report.findings.filter { $0.repair != nil }
    if isTrial {
      report.mended = mendable
      return report
    }
    var failures: [ErrorReport] = []
    var done: Set<DoctorRepair> = []
    for repair in mendable.compactMap(\.repair) where done.insert(repair).inserted {
      do {
        try await carryOut(repair)
      } catch {
        let unknown = ErrorReport(code: "unexpected", message: "It failed.", remedy: nil)
        failures.append((error as? any EngineError)?.report ?? unknown)
      }
    }
    report = await examine()
    report.mended = mendable.filter { !report.findings.contains($0) }
    report.failures = failures
    return report
  }

  /// The settings as they hold.
  func settings() throws(SettingsError) -> Settings {
    try SettingsResolution(
      file: try world.settings.load(), environment: world.environment, home: layout.userHome
    ).settings
  }

  /// The state database, nil if there is none.
  func state() throws -> (any DoctorSurroundings.State)? {
    files.exists(layout.database) ? try world.openState() : nil
  }

  /// What is outside the root.
  private func aroundFindings(
    _ codex: Result<CodexBinary, CodexBinaryError>? = nil
  ) async -> [DoctorFinding] {
    let found: Result<CodexBinary, CodexBinaryError>
    if let codex { found = codex } else { found = await self.codex() }
    return codexFindings(found) + signInPortFindings() + (await clockFindings())
      + Self.proxyFindings(world.environment) + Self.overrideFindings(world.environment)
      + (world.isOnTerminal ? Self.terminalFindings(world.environment) : [])
      + dashboardFindings() + (await serviceFindings())
  }
}

/// What doctor found, mended and left.
package struct DoctorReport: Hashable, Sendable {
  /// What was looked at.
  package var checks: [CheckName]
  /// What is not as it should be now.
  package var findings: [DoctorFinding]
  /// What was mended, or would be on a trial.
  package var mended: [DoctorFinding]
  /// What could not be mended, with the reason.
  package var failures: [ErrorReport]

  /// A report of its parts.
  package init(
    checks: [CheckName], findings: [DoctorFinding], mended: [DoctorFinding] = [],
    failures: [ErrorReport] = []
  ) {
    self.checks = checks
    self.findings = findings
    self.mended = mended
    self.failures = failures
  }

  /// Whether nothing is left that a person would have to look at; notes do not count.
  package var isClean: Bool { findings.allSatisfy { $0.severity == .note } }

  /// The worst thing that a check found, nil if it found nothing.
  package func severity(of check: CheckName) -> DoctorFinding.Severity? {
    findings.filter { $0.check == check }.map(\.severity).max()
  }
}

/// What doctor knows before it looks at single things.
struct DoctorPatient {
  /// The accounts that can be read.
  let accounts: [Account]
  /// Those that cannot.
  let damaged: [DamagedAccount]
  /// Those that an older tool keeps in the same root.
  let older: [OlderAccount]
  /// The codex that is used, nil if there is none.
  let codex: CodexBinary?
  /// The settings, the defaults if they cannot be read.
  let settings: Settings
  /// The state database, nil if it is not there or cannot be opened.
  let state: (any DoctorSurroundings.State)?

  /// How far an account's sandbox is kept apart.
  func mode(of account: Account) -> IsolationMode {
    account.isolation ?? settings.account(account.key).isolation ?? settings.isolation
  }

  /// Whether relaxed sandboxes share their conversations with the codex that is used.
  var sharesHistory: Bool { codex?.abilities.sharesHistory ?? true }
}

/// What doctor looks at, in this order.
package enum CheckName: String, Hashable, Sendable, CaseIterable {
  case root, settings, database, accounts, identities, sandboxes, leftovers, runs, locks
  case conversations, codex
  case daemon
  case signInPort = "sign_in_port"
  case clock, proxies, environment, terminal, dashboard, service, disk

  /// For people, a few words.
  package var title: String {
    switch self {
    case .root: "the folder of swop"
    case .settings: "the settings file"
    case .database: "the databases"
    case .accounts: "accounts that can be read"
    case .identities: "sign-ins"
    case .sandboxes: "sandboxes, their links and modes"
    case .leftovers: "what crashes left behind"
    case .runs: "the list of runs"
    case .locks: "locks"
    case .conversations: "conversations"
    case .codex: "codex"
    case .daemon: "codex's background processes"
    case .signInPort: "the port for signing in"
    case .clock: "the clock"
    case .proxies: "proxies and loopback"
    case .environment: "variables that override accounts"
    case .terminal: "the terminal"
    case .dashboard: "the dashboard's themes and keys"
    case .service: "the background service"
    case .disk: "the disk"
    }
  }

  /// Why it matters, one sentence.
  package var why: String {
    switch self {
    case .root: "Everything in it is for you alone, and a run must be seen while it lives."
    case .settings: "A value that cannot be read stops every command."
    case .database: "Readings, history and conversations are kept there."
    case .accounts: "An account that cannot be read is not used."
    case .identities:
      "An expired sign-in cannot run, and one sign-in in two places signs itself out everywhere."
    case .sandboxes:
      "Others could read a sign-in, or accounts would stop sharing what they should share."
    case .leftovers: "It takes room, and may hold half of a sign-in."
    case .runs: "An account seems to be in use that is not."
    case .locks: "A lock held for long makes other commands wait."
    case .conversations: "A conversation listed under a sandbox's path is lost with the sandbox."
    case .codex: "Nothing runs without it, and versions differ in what they support."
    case .daemon: "It keeps the account it was started with in memory, whatever signs in later."
    case .signInPort: "Signing in in a browser needs it; only one program can have it."
    case .clock: "Tokens and resets depend on the clock; a wrong one refreshes too late."
    case .proxies: "A proxy for the network would swallow what codex sends to this machine."
    case .environment:
      "They would make codex run as another account; swop removes them from its runs."
    case .terminal: "The dashboard draws with what the terminal can do."
    case .dashboard: "A theme or a key that cannot be used is left out."
    case .service: "A service that starts the wrong program does not answer."
    case .disk: "A full disk stops runs, and leftovers fill it."
    }
  }
}
