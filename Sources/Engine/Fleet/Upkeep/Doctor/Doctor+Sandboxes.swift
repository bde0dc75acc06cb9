import EngineCore

extension Doctor {
  /// How long a lock may be held before it is worth a word, in seconds.
  private static let patience: Double = 600

  /// Whether every sandbox has its links and modes.
  func sandboxFindings(_ patient: DoctorPatient) -> [DoctorFinding] {
    var findings = sharedHomeFindings(patient)
    findings += patient.accounts.flatMap { account in
      self.findings(
        .account(account.key), patient.mode(of: account), sharesHistory: patient.sharesHistory)
    }
    if files.exists(layout.pool.codexHome) {
      findings += self.findings(
        .pool, patient.settings.isolation, sharesHistory: patient.sharesHistory)
    }
    return findings
  }

  private func findings(
    _ place: SandboxPlace, _ mode: IsolationMode, sharesHistory: Bool
  ) -> [DoctorFinding] {
    do {
      return try sandboxes.inspect(place, mode: mode, sharesHistory: sharesHistory)
        // Links that were never made are made by the first run.
        .filter { !isNew($0) }
        .map { finding in
          let repair = DoctorRepair.prepareSandbox(place, mode, sharesHistory: sharesHistory)
          return DoctorFinding(
            .sandboxes, finding.isRepairable ? .problem : .warning, finding.message,
            remedy: finding.isRepairable
              ? nil : "Look at it yourself: ls -ld \(ShellWord.quoted(finding.path.text))",
            repair: finding.isRepairable ? repair : nil)
        }
    } catch {
      return [
        DoctorFinding(
          .sandboxes, .problem, error.message, remedy: error.remedy,
          repair: misplaced(error).map { .setAside($0) })
      ]
    }
  }

  private func misplaced(_ error: SandboxError) -> FilePath? {
    if case .notFolder(let path) = error { path } else { nil }
  }

  /// Whether a link is missing in a sandbox that no run has prepared yet.
  private func isNew(_ finding: SandboxFinding) -> Bool {
    guard case .linkMissing = finding.problem else { return false }
    let home = finding.path.parent
    return !((try? files.list(home)) ?? []).contains { name in
      (try? files.status(home / name))?.kind == .link
    }
  }

  /// What crashes left behind.
  func leftoverFindings() async -> [DoctorFinding] {
    let paths = (try? await accounts.leftovers()) ?? []
    let imports = (try? await accounts.interruptedImportNotes()) ?? []
    return imports.map {
      let name = PrintableText.shortened($0.label ?? $0.name ?? $0.email ?? $0.source.text, to: 70)
      return DoctorFinding(
        .leftovers, .warning, "The import of \(name) was cut short. Its new session is kept.",
        remedy: "swop import")
    }
      + paths.map {
        DoctorFinding(
          .leftovers, .warning, "\($0) was left behind by a swop that is gone.",
          repair: .cleanLeftovers)
      }
  }

  /// Second names of sign-ins that no run needs any more.
  func guardFindings(_ patient: DoctorPatient) -> [DoctorFinding] {
    patient.accounts.compactMap { account in
      let guards = SignInGuard(of: layout.sandbox(account.key).signInFile, files: files)
      guard guards.exists, !guards.isAlone, !isInUse(account, patient) else { return nil }
      return DoctorFinding(
        .leftovers, .warning, "\(guards.path) was left behind by a swop that is gone.",
        repair: .settleSignIns)
    }
  }

  /// In doubt it is: a run needs the second name.
  private func isInUse(_ account: Account, _ patient: DoctorPatient) -> Bool {
    guard let state = patient.state else { return true }
    return RunRegistry(store: state, runner: world.processes, time: world.time, events: state)
      .isInUse(account.id)
  }

  /// Whether locks are files, and nobody holds one for long.
  func lockFindings() -> [DoctorFinding] {
    // The service of the proxy holds its lock as long as it runs.
    let names = ((try? files.list(layout.locks)) ?? []).filter {
      $0.hasSuffix(".lock") && $0 != LockName.proxyService.fileName
    }
    return names.flatMap { name -> [DoctorFinding] in
      let path = layout.locks / name
      guard let status = (try? files.status(path)) ?? nil else { return [] }
      guard status.kind == .file else {
        let found = "\(path) is no file and cannot be a lock."
        return [DoctorFinding(.locks, .problem, found, repair: .setAside(path))]
      }
      guard isHeld(path), let data = try? files.read(path),
        let owner = try? JSONDecoder().decode(LockOwner.self, from: data),
        world.time.now().timeIntervalSince(owner.since) > Self.patience
      else { return [] }
      let held = ClockText.span(seconds: world.time.now().timeIntervalSince(owner.since))
      return [
        DoctorFinding(
          .locks, .warning,
          "Process \(owner.process.pid) has held \(name) for \(held): \(owner.purpose).",
          remedy: "If it hangs, end it: kill \(owner.process.pid)")
      ]
    }
  }

  private func isHeld(_ path: FilePath) -> Bool {
    do {
      guard let lock = try files.tryLock(path) else { return true }
      lock.release()
      return false
    } catch {
      return false
    }
  }
}
