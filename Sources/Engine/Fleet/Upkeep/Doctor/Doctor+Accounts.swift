import EngineCore

extension Doctor {
  /// Whether every account and trash entry can be read, and the default account is one.
  func accountFindings(_ patient: DoctorPatient) -> [DoctorFinding] {
    let trash = (try? accounts.trash().damaged) ?? []
    var findings = (patient.damaged + trash).map(finding) + patient.older.map(finding)
    if let chosen = try? patient.state?.defaultAccount(),
      !patient.accounts.contains(where: { $0.id == chosen }), patient.damaged.isEmpty
    {
      findings.append(
        DoctorFinding(
          .accounts, .warning, "The default account no longer exists.",
          repair: .clearDefault))
    }
    return findings
  }

  /// Whether codex's configuration excludes accounts here. Codex logs out what does not match.
  func exclusionFindings(_ patient: DoctorPatient) async -> [DoctorFinding] {
    // With a database that cannot be opened nothing else can be asked.
    guard patient.state != nil, !patient.accounts.isEmpty else { return [] }
    return ((try? await world.exclusions()) ?? []).map {
      DoctorFinding(.identities, .warning, $0.message, remedy: $0.remedy)
    }
  }

  private func finding(_ damaged: DamagedAccount) -> DoctorFinding {
    switch damaged.error {
    case .tooNew, .file:
      return DoctorFinding(
        .accounts, .problem, damaged.error.message, remedy: damaged.error.remedy)
    default:
      guard isSandbox(damaged.folder) else {
        return DoctorFinding(
          .accounts, .problem, damaged.error.message,
          remedy: "swop did not make it and leaves it alone. Look at it yourself: ls -la "
            + ShellWord.quoted(damaged.folder.text))
      }
      // Its sign-in stays readable in the backup folder, from where it can be imported.
      return DoctorFinding(
        .accounts, .problem, damaged.error.message, repair: .setAside(damaged.folder))
    }
  }

  /// Whether a folder has the shape of a sandbox, and nothing else in it: what swop does not know is never
  /// moved.
  private func isSandbox(_ folder: FilePath) -> Bool {
    let sandbox = SandboxFolder(folder)
    let known = [
      sandbox.accountFile, sandbox.besideFile, sandbox.codexHome, sandbox.home,
      folder / "trash.json",
    ].map(\.name)
    guard (try? files.status(folder))?.kind == .folder,
      (try? files.status(sandbox.codexHome))?.kind == .folder,
      let names = try? files.list(folder)
    else { return false }
    return names.allSatisfy { known.contains($0) || TemporaryName.matches($0) }
      && !files.exists(sandbox.home / ".codex" / "auth.json")
  }

  /// The accounts of an older tool, which only an import takes over.
  private func finding(_ older: OlderAccount) -> DoctorFinding {
    DoctorFinding(
      .accounts, .warning,
      "The account \(PrintableText.shortened(older.label, to: 70)) in \(older.folder) belongs to an "
        + "older version of swop.",
      remedy: "swop import")
  }

  /// Whether every account has its own, living sign-in.
  func identityFindings(_ patient: DoctorPatient) async -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    var holders: [String: String] = [:]
    if let own = try? await signIn(at: layout.sharedHome / "auth.json").credentialFingerprint {
      holders[own] =
        layout.sharedHome == layout.usualHome ? "~/.codex" : layout.sharedHome.text
    }
    for account in patient.accounts {
      findings += await signInFindings(of: account, patient, &holders)
    }
    findings += Dictionary(grouping: patient.accounts, by: \.identity).values
      .filter { $0.count > 1 }.map { twins in
        let labels = twins.map(\.label.text).sorted()
        return DoctorFinding(
          .identities, .problem, "\(labels.joined(separator: " and ")) hold the same sign-in.",
          remedy: "Keep one: swop remove \(ShellWord.quoted(labels.last ?? ""))")
      }
    return findings
  }

  /// What to say of a sign-in that cannot be read.
  private func unreadable(
    _ error: AuthFileError, label: String, _ path: FilePath
  ) -> [DoctorFinding] {
    // A link is told of where the sandbox is looked at.
    guard (try? files.status(path))?.kind != .link else { return [] }
    // Signing in again needs the same rights.
    if case .file(let error) = error, error.reason == .notPermitted {
      let error = CredentialError.denied(label: label, error)
      return [DoctorFinding(.identities, .problem, error.message, remedy: error.remedy)]
    }
    guard SignInGuard(of: path, files: files).isAlone else {
      let again = "swop relogin \(ShellWord.quoted(label))"
      return [DoctorFinding(.identities, .problem, error.message, remedy: again)]
    }
    let message = "The sign-in of \(label) was removed while no swop was there; its copy is kept."
    return [DoctorFinding(.identities, .problem, message, repair: .settleSignIns)]
  }

  private func signInFindings(
    of account: Account, _ patient: DoctorPatient, _ holders: inout [String: String]
  ) async -> [DoctorFinding] {
    let label = account.label.text
    let again = "swop relogin \(ShellWord.quoted(label))"
    let path = layout.sandbox(account.key).signInFile
    let file: AuthFile
    do {
      file = try await signIn(at: path)
    } catch {
      return unreadable(error, label: label, path)
    }
    var findings: [DoctorFinding] = []
    if let found = file.chatGPTIdentity, found != account.identity {
      let message = "The sign-in of \(label) is another person's or workspace's."
      findings.append(DoctorFinding(.identities, .problem, message, remedy: again))
    }
    let fingerprint = file.credentialFingerprint
    if let fingerprint, let holder = holders[fingerprint] {
      findings.append(
        DoctorFinding(
          .identities, .warning,
          "\(label) shares its session with \(holder): the first to renew it signs the other out.",
          remedy: again))
    } else if let fingerprint {
      holders[fingerprint] = label
    }
    if let condition = try? patient.state?.conditions()[account.id], condition.isExpired,
      condition.expiredCredential == nil || condition.expiredCredential == fingerprint
    {
      let reason = condition.expiredReason ?? "the server refused it"
      let message = "The session of \(label) has expired: \(reason)."
      findings.append(DoctorFinding(.identities, .problem, message, remedy: again))
    }
    return findings
  }

  private func signIn(at path: FilePath) async throws(AuthFileError) -> AuthFile {
    try await AuthFileReader(files: files, time: world.time).read(path)
  }
}

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

  /// Whether locks are files, and no one holds one for long.
  func lockFindings() -> [DoctorFinding] {
    // The service of the proxy holds its lock as long as it runs.
    let names = ((try? files.list(layout.locks)) ?? []).filter {
      $0.hasSuffix(".lock") && $0 != LockName.proxyService.fileName
    }
    return names.flatMap { name -> [DoctorFinding] in
      let path = layout.locks / name
      guard let status = (try? files.status(path)) ?? nil else { return [] }
      guard status.kind == .file else {
        let found = "\(path) is not a file and cannot be a lock."
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
