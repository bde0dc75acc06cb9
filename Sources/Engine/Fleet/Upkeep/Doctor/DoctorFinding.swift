package import EngineCore

/// Something that is not as it should be.
package struct DoctorFinding: Hashable, Sendable {
  /// How bad it is.
  package enum Severity: String, Hashable, Sendable, Comparable, CaseIterable {
    /// Good to know.
    case note
    /// It may do harm.
    case warning
    /// A promise of swop does not hold.
    case problem

    package static func < (first: Severity, second: Severity) -> Bool {
      rank(first) < rank(second)
    }

    private static func rank(_ severity: Severity) -> Int {
      allCases.firstIndex(of: severity) ?? 0
    }
  }

  /// What was looked at.
  package let check: CheckName
  /// How bad it is.
  package let severity: Severity
  /// What was found, one sentence.
  package let found: String
  /// The command that mends it, or what to do; nil if nothing is to be done.
  package let remedy: String?
  /// How swop itself mends it, nil if that is not safe.
  package let repair: DoctorRepair?

  /// A finding of its parts; what swop mends itself needs no remedy of its own.
  init(
    _ check: CheckName, _ severity: Severity, _ found: String, remedy: String? = nil,
    repair: DoctorRepair? = nil
  ) {
    self.check = check
    self.severity = severity
    self.found = found
    self.remedy = remedy ?? repair.map { _ in "swop doctor --fix" }
    self.repair = repair
  }
}

/// One way in which doctor mends something. None loses anything: what is in the way goes to the backup
/// folder.
package enum DoctorRepair: Hashable, Sendable {
  /// Gives a file or folder its mode.
  case setMode(FilePath, FileMode)
  /// Makes a sandbox as it should be.
  case prepareSandbox(SandboxPlace, IsolationMode, sharesHistory: Bool)
  /// Moves something to the backup folder.
  case setAside(FilePath)
  /// Moves the state database to the backup folder, and saves what can be read of it into a new one.
  case renewDatabase
  /// Drops readings that are dated ahead, and dates runs and events now.
  case mendDates
  /// Removes what crashes left behind.
  case cleanLeftovers
  /// Settles the second names of sign-ins: puts back what codex removed, takes away what no run needs.
  case settleSignIns
  /// Notes the end of runs whose processes are gone.
  case closeLostRuns
  /// Leads rows of conversations through the shared home instead of a sandbox.
  case rewriteRows(SandboxFolder)
  /// Leads rows of conversations whose file moved with the shared home to where it is now.
  case rewriteLostRows
  /// Forgets a default account that does not exist.
  case clearDefault
  /// Leads the link of the codex that is used to a version that is there, or removes it.
  case relinkCodex

  /// What it does, for people: `set mode 0700 on /…`.
  package var phrase: String {
    switch self {
    case .setMode(let path, let mode): "set mode \(mode) on \(path)"
    case .prepareSandbox(let place, _, _): "put the sandbox \(place.name) in order"
    case .setAside(let path): "move \(path) to the backup folder"
    case .renewDatabase:
      "move the state database to the backup folder and save what can be read of it"
    case .mendDates: "drop readings that are dated ahead, and date runs and events now"
    case .cleanLeftovers: "remove what crashes left behind"
    case .settleSignIns: "put back sign-ins that codex removed, and remove copies that no run needs"
    case .closeLostRuns: "note the end of runs whose processes are gone"
    case .rewriteRows(let sandbox): "free conversations from the path of \(sandbox.path)"
    case .rewriteLostRows: "lead codex's list to conversations that have moved"
    case .clearDefault: "forget the default account"
    case .relinkCodex: "lead to an installed codex that is there"
    }
  }
}

extension Doctor {
  /// Mends one thing.
  func carryOut(_ repair: DoctorRepair) async throws {
    switch repair {
    case .setMode(let path, let mode): try files.setMode(path, mode)
    case .prepareSandbox(let place, let mode, let sharesHistory):
      _ = try await sandboxes.prepare(place, mode: mode, sharesHistory: sharesHistory)
    case .setAside(let path):
      try setAside(path)
    case .renewDatabase:
      if let old = try setAside(layout.database) {
        _ = try world.salvageState(old, layout.database)
      }
    case .mendDates: try world.mendRowsDatedAhead(world.time.now())
    case .cleanLeftovers: _ = try await accounts.cleanLeftovers()
    case .settleSignIns: try await world.settleSignIns()
    case .closeLostRuns: try closeLostRuns()
    case .rewriteRows(let sandbox): try rewriteRows(of: sandbox)
    case .rewriteLostRows: try history.rewriteLostRows()
    case .clearDefault: try state()?.setDefaultAccount(nil)
    case .relinkCodex:
      try InstalledCodex(folder: layout.binaries, files: files).relink(random: world.random)
    }
  }

  /// Moves something that is in the way to the backup folder, together with what belongs to it.
  ///
  /// - Returns: Where it is now, nil if nothing was there.
  @discardableResult
  private func setAside(_ path: FilePath) throws -> FilePath? {
    guard path.isInside(layout.root), path != layout.root else {
      throw AccountsError.notOurs(path: path)
    }
    if path == layout.backup {
      try files.move(path, to: layout.root / "backup.was")
      return layout.root / "backup.was"
    }
    try files.createFolder(layout.backup, mode: .privateFolder)
    let stamp = FolderStamp.text(world.time.now())
    let unique = Hexadecimal.text(world.random.bytes(4))
    // A journal that stayed behind would be taken for the next database's; beside the one that was moved it
    // keeps its name's end.
    let place = layout.backup / "\(path.name)@\(stamp)-\(unique)"
    var hasMoved = false
    for end in ["", "-wal", "-shm"] {
      let source = path.parent / (path.name + end)
      guard files.exists(source) else { continue }
      try files.moveWithoutReplacing(source, to: layout.backup / (place.name + end))
      hasMoved = true
    }
    // Other parts expect their folders.
    for folder in layout.folders where !files.exists(folder) {
      try files.createFolder(folder, mode: .privateFolder)
    }
    return hasMoved ? place : nil
  }

  private func closeLostRuns() throws {
    guard let state = try state() else { return }
    let registry = RunRegistry(
      store: state, runner: world.processes, time: world.time, events: state)
    try registry.closeLost()
  }

  private func rewriteRows(of sandbox: SandboxFolder) throws {
    try history.rewriteRows(of: sandbox)
  }

  private var history: SharedHistory {
    let locks = LockRoom(
      folder: layout.locks, files: files, time: world.time, process: world.processes.current)
    return SharedHistory(
      layout: layout, files: files, locks: locks, index: world.threads)
  }
}
