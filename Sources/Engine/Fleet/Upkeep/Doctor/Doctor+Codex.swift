import EngineCore

extension Doctor {
  /// The codex that would be used.
  func codex() async -> Result<CodexBinary, CodexBinaryError> {
    let setting = (try? settings())?.codexPath
    let installed = InstalledCodex(folder: layout.binaries, files: files)
    let places = CodexPlaces(
      setting: setting, installed: installed.places, environment: world.environment)
    do {
      return .success(try await world.search.resolve(places))
    } catch {
      return .failure(error)
    }
  }

  /// Whether there is a codex, and what its version means.
  func codexFindings(_ codex: Result<CodexBinary, CodexBinaryError>) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if InstalledCodex(folder: layout.binaries, files: files).leadsNowhere {
      findings.append(
        DoctorFinding(
          .codex, .warning, "The codex that swop installed and uses no longer exists.",
          repair: .relinkCodex))
    }
    switch codex {
    case .failure(let error):
      findings.append(
        DoctorFinding(.codex, .problem, error.message, remedy: error.remedy))
    case .success(let binary):
      if binary.abilities.isNewerThanTested {
        findings.append(
          DoctorFinding(
            .codex, .note,
            "codex \(binary.version) is newer than \(CodexAbilities.newestTested), the newest that "
              + "swop was tested with."))
      }
      findings += binary.abilities.lacks.map { DoctorFinding(.codex, .note, $0) }
    }
    return findings
  }

  /// Whether a background process of codex keeps an account in memory that no longer exists.
  func daemonFindings(_ patient: DoctorPatient) -> [DoctorFinding] {
    patient.accounts.compactMap { account in
      let sandbox = layout.sandbox(account.key)
      let daemons = live.users(of: sandbox.codexHome).filter { $0 != .codex }
      guard let daemon = daemons.first else { return nil }
      let note = sandbox.codexHome / "app-server-daemon" / "daemon.pid"
      let started = (try? files.status(note))??.modifiedAt
      let changed = (try? files.status(sandbox.signInFile))??.modifiedAt
      let isOld = if let started, let changed { changed > started } else { true }
      let home = ShellWord.quoted(sandbox.codexHome.text)
      return DoctorFinding(
        .daemon, isOld ? .warning : .note,
        "\(account.label) has \(daemon.phrase)"
          + (isOld ? ", started before its last sign-in." : ". Runs of swop go past it."),
        remedy: "CODEX_HOME=\(home) codex app-server daemon stop")
    }
  }

  /// Whether another program would be in the way of a sign-in in a browser.
  func signInPortFindings() -> [DoctorFinding] {
    guard world.machine.isPortTaken(1_455) else { return [] }
    return [
      DoctorFinding(
        .signInPort, .warning,
        "A program listens on port 1455, which signing in in a browser needs.",
        remedy: "Sign in by a code: swop add LABEL --device-auth (who it is: ss -ltnp)")
    ]
  }
}

extension Doctor {
  /// Whether conversations in the shared home would survive every sandbox.
  func conversationFindings(_ patient: DoctorPatient) -> [DoctorFinding] {
    let list = world.threads.threads(in: layout.sharedHome)
    // A damaged database has a finding of its own.
    guard list.failures.isEmpty, !list.rows.isEmpty else { return [] }
    let rows = list.rows
    let folder = (try? files.resolve(layout.accounts)) ?? layout.accounts
    let stuck = rows.compactMap { row -> String? in
      [layout.accounts, folder].lazy.compactMap { Self.name(below: $0, in: row.rollout) }.first
    }
    var findings = Dictionary(grouping: stuck) { $0 }.sorted { $0.key < $1.key }
      .compactMap { name, rows -> DoctorFinding? in
        let sandbox = SandboxFolder(layout.accounts / name)
        // While a run lives its row leads through its sandbox; it is rewritten when the run ends.
        guard live.isQuiet(sandbox.codexHome) else { return nil }
        let count = rows.count == 1 ? "1 conversation is" : "\(rows.count) conversations are"
        return DoctorFinding(
          .conversations, .problem, "\(count) listed under the path of the sandbox \(name).",
          repair: .rewriteRows(sandbox))
      }
    let lost = rows.filter { !files.exists($0.rollout) }
    let moved = lost.filter { world.threads.newPlace(of: $0.rollout, in: layout.sharedHome) != nil }
    if !moved.isEmpty {
      let count = moved.count == 1 ? "1 conversation" : "\(moved.count) conversations"
      findings.append(
        DoctorFinding(
          .conversations, .problem,
          "Codex looks for \(count) where \(layout.sharedHome) was before it moved.",
          repair: .rewriteLostRows))
    }
    let gone = lost.count - moved.count
    if gone > 0 {
      let count = gone == 1 ? "1 conversation" : "\(gone) conversations"
      findings.append(
        DoctorFinding(
          .conversations, .note,
          "Codex lists \(count) whose file is gone; it passes over them by itself."))
    }
    return findings
  }

  private static func name(below folder: FilePath, in path: FilePath) -> String? {
    let prefix = folder.text + "/"
    guard path.text.hasPrefix(prefix) else { return nil }
    let parts = path.text.dropFirst(prefix.count).split(separator: "/")
    return parts.count > 1 && parts[1] == "codex" ? String(parts[0]) : nil
  }

  /// Whether there is room, and what could make some.
  func diskFindings(_ patient: DoctorPatient) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if let free = world.machine.freeBytes(at: layout.root), free < 1_000_000_000 {
      findings.append(
        DoctorFinding(
          .disk, free < 100_000_000 ? .problem : .warning,
          "The disk of \(layout.root) has \(ByteText.of(free)) left.",
          remedy: "See what takes room: swop sessions usage"))
    }
    let homes = ConversationHome.all(of: layout, accounts: patient.accounts)
    let search = LeftoverSearch(files: files, live: live)
    let bytes = ((try? search.leftovers(in: homes)) ?? []).reduce(0) { $0 + $1.bytes }
    if bytes > 100_000_000 {
      findings.append(
        DoctorFinding(
          .disk, .note,
          "Codex has left \(ByteText.of(bytes)) behind that it recreates when needed.",
          remedy: "swop sessions prune --leftovers"))
    }
    return findings
  }
}
