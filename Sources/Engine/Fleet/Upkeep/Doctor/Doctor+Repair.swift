import EngineCore

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
