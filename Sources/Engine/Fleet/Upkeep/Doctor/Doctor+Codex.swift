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
          .codex, .warning, "The codex that swop installed and uses is not there any more.",
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

  /// Whether a background process of codex keeps an account in memory that is not there any more.
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
