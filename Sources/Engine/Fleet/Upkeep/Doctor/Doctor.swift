import EngineCore

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
        .root, .note, "There is nothing at \(layout.root) yet.", remedy: "swop add LABEL")
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

  /// What lies outside the root.
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
