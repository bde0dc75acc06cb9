import EngineCore

extension Doctor {
  /// Whether the root is where it may, and is its owner's alone.
  func rootFindings() -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if let folder = TemporaryFolders(world.environment).holding(layout.root, files: files) {
      findings.append(
        DoctorFinding(
          .root, .problem,
          "\(layout.root) is under \(folder), where codex creates no locks: runs are refused.",
          remedy: "Choose another folder: export SWOP_ROOT=~/.swop"))
    }
    let folders = layout.folders + [layout.pool.path, layout.pool.codexHome]
    for folder in folders where folder != layout.themes {
      findings += modeFindings(folder, .privateFolder, isFolder: true)
    }
    let database = layout.database
    let besides = ["-wal", "-shm"].map { database.parent / (database.name + $0) }
    for file in [database, layout.settings, layout.pool.signInFile] + besides {
      findings += modeFindings(file, .privateFile, isFolder: false)
    }
    return findings
  }

  private func modeFindings(
    _ path: FilePath, _ mode: FileMode, isFolder: Bool
  ) -> [DoctorFinding] {
    guard let status = (try? files.status(path)) ?? nil, status.kind != .link else { return [] }
    guard (status.kind == .folder) == isFolder else {
      return [
        DoctorFinding(
          .root, .problem, "\(path) is not a \(isFolder ? "folder" : "file").",
          repair: .setAside(path))
      ]
    }
    guard status.owner == world.machine.currentUser else {
      let command = "sudo chown -R $(id -un) \(ShellWord.quoted(layout.root.text))"
      return [
        DoctorFinding(
          .root, .problem, "\(path) belongs to another user (\(status.owner)).", remedy: command)
      ]
    }
    guard status.mode != mode else { return [] }
    let found = "\(path) has mode \(status.mode), not \(mode)."
    return [DoctorFinding(.root, .problem, found, repair: .setMode(path, mode))]
  }
}

extension Doctor {
  /// Whether the settings can be read, and say nothing strange.
  func settingsFindings() -> [DoctorFinding] {
    do {
      let file = try world.settings.load()
      _ = try SettingsResolution(file: file, environment: world.environment)
      return file.warnings.map {
        DoctorFinding(.settings, .warning, $0, remedy: "swop config edit")
      }
    } catch {
      return [
        DoctorFinding(
          .settings, .problem, error.message, remedy: error.remedy ?? "swop config edit")
      ]
    }
  }

  /// Whether every theme and every changed key can be used.
  func dashboardFindings() -> [DoctorFinding] {
    world.dashboardFaults().map {
      DoctorFinding(.dashboard, .warning, $0.message, remedy: $0.remedy)
    }
  }

  /// Whether the databases are whole: swop's own, and those of codex that accounts share.
  func databaseFindings() -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if files.exists(layout.database) {
      do {
        try world.checkDatabase(layout.database)
        _ = try world.openState()
      } catch let error as StoreError {
        let isDamaged = if case .damaged = error { true } else { false }
        findings.append(
          DoctorFinding(
            .database, .problem, error.message, remedy: isDamaged ? nil : error.remedy,
            repair: isDamaged ? .renewDatabase : nil))
      } catch {
        findings.append(
          DoctorFinding(.database, .problem, "\(layout.database) cannot be opened."))
      }
    }
    for database in codexDatabases {
      do {
        try world.checkDatabase(database)
      } catch {
        // Codex itself recreates a damaged one; no one else may touch what it keeps there.
        guard case .damaged(let path, let detail) = error else { continue }
        findings.append(
          DoctorFinding(
            .database, .problem, StoreError.codexDamaged(path: path, detail: detail).message,
            remedy: StoreError.codexDamaged(path: path, detail: detail).remedy))
      }
    }
    return findings
  }

  /// Whether the state database holds what a clock that was ahead wrote.
  func dateFindings(_ patient: DoctorPatient) -> [DoctorFinding] {
    guard patient.state != nil, let count = try? world.rowsDatedAhead(world.time.now()), count > 0
    else { return [] }
    let rows = count == 1 ? "1 row" : "\(count) rows"
    return [
      DoctorFinding(
        .clock, .warning,
        "The clock was wrong: \(rows) of the state database \(count == 1 ? "is" : "are") dated in the future.",
        repair: .mendDates)
    ]
  }

  /// Whether the list of runs holds some that no one waits for any more.
  func runFindings(_ patient: DoctorPatient) -> [DoctorFinding] {
    guard let runs = try? patient.state?.openRuns() else { return [] }
    let lost = runs.filter { run in
      !world.processes.isAlive(run.owner)
        && !(run.process.map { world.processes.isAlive($0) } ?? false)
    }
    return lost.map { run in
      DoctorFinding(
        .runs, .warning,
        "Run \(run.id) on \(run.label) is listed as live, but its process is gone.",
        repair: .closeLostRuns)
    }
  }

  private var codexDatabases: [FilePath] {
    let names = (try? files.list(layout.sharedHome)) ?? []
    return names.filter { $0.hasPrefix("state_") && $0.hasSuffix(".sqlite") }
      .map { layout.sharedHome / $0 }
  }
}

extension Doctor {
  /// Which folder the accounts share, where it is not `~/.codex`, and whether it can be shared.
  func sharedHomeFindings(_ patient: DoctorPatient) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if let error = sandboxes.sharedHomeFault() {
      findings.append(DoctorFinding(.sandboxes, .problem, error.message, remedy: error.remedy))
    }
    let choice = SharedHomeChoice(
      layout: layout, setting: patient.settings.codexHome, environment: world.environment,
      folder: "/", files: files)
    let named = PrintableText.sanitized(choice.wanted.text)
    if case .changed(let variable) = choice.standing {
      let found =
        variable == nil
        ? "CODEX_HOME is not set any more, and the accounts share \(choice.current)."
        : "CODEX_HOME is \(named), and the accounts share \(choice.current)."
      let remedy =
        "Choose one: swop config set codex.home \(ShellWord.quoted(choice.current.text)) or "
        + ShellWord.quoted(named)
      findings.append(DoctorFinding(.sandboxes, .warning, found, remedy: remedy))
    } else if layout.sharedHome != layout.usualHome {
      findings.append(
        DoctorFinding(
          .sandboxes, .note, "Accounts share \(layout.sharedHome) (setting codex.home)."))
    }
    return findings
  }
}
