import EngineAccounts
import EngineCodex
import EngineKernel
import EngineRuns
import EngineSandbox

extension Doctor {
  /// Mends one thing.
  func carryOut(_ repair: DoctorRepair) async throws {
    switch repair {
    case .setMode(let path, let mode): try files.setMode(path, mode)
    case .prepareSandbox(let place, let mode, let sharesHistory):
      _ = try await sandboxes.prepare(place, mode: mode, sharesHistory: sharesHistory)
    case .setAside(let path): try setAside(path)
    case .cleanLeftovers: _ = try await accounts.cleanLeftovers()
    case .settleSignIns: try await world.settleSignIns()
    case .closeLostRuns: try closeLostRuns()
    case .rewriteRows(let sandbox): try rewriteRows(of: sandbox)
    case .clearDefault: try state()?.setDefaultAccount(nil)
    case .relinkCodex:
      try InstalledCodex(folder: layout.binaries, files: files).relink(random: world.random)
    }
  }

  /// Moves something that is in the way to the backup folder, together with what belongs to it.
  private func setAside(_ path: FilePath) throws {
    guard path.isInside(layout.root), path != layout.root else {
      throw AccountsError.notOurs(path: path)
    }
    if path == layout.backup { return try files.move(path, to: layout.root / "backup.was") }
    try files.createFolder(layout.backup, mode: .privateFolder)
    let stamp = FolderStamp.text(world.time.now())
    let unique = Hexadecimal.text(world.random.bytes(4))
    // A journal that stayed behind would be taken for the next database's.
    for name in [path.name] + ["-wal", "-shm"].map({ path.name + $0 }) {
      let source = path.parent / name
      guard files.exists(source) else { continue }
      try files.moveWithoutReplacing(source, to: layout.backup / "\(name)@\(stamp)-\(unique)")
    }
    // Other parts expect their folders.
    for folder in layout.folders where !files.exists(folder) {
      try files.createFolder(folder, mode: .privateFolder)
    }
  }

  private func closeLostRuns() throws {
    guard let state = try state() else { return }
    let registry = RunRegistry(
      store: state, runner: world.processes, time: world.time, events: state)
    try registry.closeLost()
  }

  private func rewriteRows(of sandbox: SandboxFolder) throws {
    let locks = LockRoom(
      folder: layout.locks, files: files, time: world.time, process: world.processes.current)
    let history = SharedHistory(
      layout: layout, files: files, locks: locks, index: world.threads)
    try history.rewriteRows(of: sandbox)
  }
}
