package import EngineKernel
import EngineSandbox

extension AccountStore {
  /// Removes what crashes left behind: sign-ins of dead processes, half-purged trash, files that were
  /// being written, notes of the trash in restored sandboxes. Nothing that a list shows is touched.
  ///
  /// Where another process is at work nothing is looked at: it may be writing, and comes by again.
  ///
  /// - Returns: What was removed.
  package func cleanLeftovers() async throws(AccountsError) -> [FilePath] {
    var removed = try cleanStaging()
    removed += try ifFree([.accounts]) { () throws(FileError) in try removePurged() }
    removed += try ifFree([.signIn, .settings]) { () throws(FileError) in
      try removeUnfinished(in: [layout.root])
    }
    removed += try ifFree([.history]) { () throws(FileError) in
      try removeUnfinished(in: [layout.run])
    }
    for account in try reader.accounts().accounts {
      let sandbox = layout.sandbox(account.key)
      removed += try ifFree([.sandbox(account.key), .token(account.key)]) {
        () throws(FileError) in
        try removeUnfinished(in: [sandbox.path, sandbox.codexHome])
          + removeIfThere(sandbox.path / TrashFile.name)
      }
    }
    return removed
  }

  /// Does something under locks that nobody holds; nothing if somebody does.
  private func ifFree(
    _ names: [LockName], _ body: () throws(FileError) -> [FilePath]
  ) throws(AccountsError) -> [FilePath] {
    var held: [any HeldLock] = []
    defer { for lock in held.reversed() { lock.release() } }
    for name in names {
      do {
        guard let lock = try locks.tryAcquire(name, purpose: "cleaning up") else { return [] }
        held.append(lock)
      } catch {
        throw .locked(error)
      }
    }
    return try withFiles(body)
  }

  private func removePurged() throws(FileError) -> [FilePath] {
    guard files.exists(layout.trash) else { return [] }
    let doomed = try files.list(layout.trash).filter { $0.hasPrefix(Self.purgePrefix) }
      .map { layout.trash / $0 }
    for path in doomed { try files.removeTree(path) }
    return doomed
  }

  private func removeUnfinished(in folders: [FilePath]) throws(FileError) -> [FilePath] {
    var leftovers: [FilePath] = []
    for folder in folders where files.exists(folder) {
      leftovers += try files.list(folder).filter(TemporaryName.matches).map { folder / $0 }
    }
    for path in leftovers { try files.remove(path) }
    return leftovers
  }

  private func removeIfThere(_ path: FilePath) throws(FileError) -> [FilePath] {
    guard files.exists(path) else { return [] }
    try files.remove(path)
    return [path]
  }
}
