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
          .accounts, .warning, "The default account does not exist any more.",
          repair: .clearDefault))
    }
    return findings
  }

  /// Whether codex's configuration excludes accounts here. Codex logs out what does not match.
  func exclusionFindings(_ patient: DoctorPatient) async -> [DoctorFinding] {
    // With a database that cannot be opened nothing else can be asked.
    guard patient.state != nil, !patient.accounts.isEmpty else { return [] }
    return ((try? await world.exclusions()) ?? []).map {
      DoctorFinding(
        .identities, .warning, $0, remedy: "Change that line, or use an account that it allows.")
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
          "\(label) shares its session with \(holder): whoever renews it first ends it for the other.",
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
