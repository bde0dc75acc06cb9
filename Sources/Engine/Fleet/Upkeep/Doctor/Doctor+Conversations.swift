import EngineCore

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
          "Codex has left \(ByteText.of(bytes)) behind that it makes anew when needed.",
          remedy: "swop sessions prune --leftovers"))
    }
    return findings
  }
}
