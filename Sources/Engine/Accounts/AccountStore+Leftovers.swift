package import EngineKernel
import EngineSandbox

extension AccountStore {
  /// Removes what crashes left behind: sign-ins of dead processes, half-purged trash, files that were
  /// being written, notes of the trash in restored sandboxes. Nothing that a list shows is touched.
  ///
  /// - Returns: What was removed.
  package func cleanLeftovers() async throws(AccountsError) -> [FilePath] {
    var removed = try cleanStaging()
    removed += try await withLocks([.accounts], "cleaning up") { () throws(AccountsError) in
      try withFiles { () throws(FileError) in try removePurged() }
    }
    for account in try reader.accounts().accounts {
      let locks: [LockName] = [.sandbox(account.key), .token(account.key)]
      removed += try await withLocks(locks, "cleaning up \(account.label)") {
        () throws(AccountsError) in
        try withFiles { () throws(FileError) in
          try removeUnfinished(in: layout.sandbox(account.key))
        }
      }
    }
    return removed
  }

  private func removePurged() throws(FileError) -> [FilePath] {
    guard files.exists(layout.trash) else { return [] }
    let doomed = try files.list(layout.trash).filter { $0.hasPrefix(Self.purgePrefix) }
      .map { layout.trash / $0 }
    for path in doomed { try files.removeTree(path) }
    return doomed
  }

  private func removeUnfinished(in sandbox: SandboxFolder) throws(FileError) -> [FilePath] {
    var leftovers: [FilePath] = []
    for folder in [sandbox.path, sandbox.codexHome] where files.exists(folder) {
      leftovers += try files.list(folder).filter(TemporaryName.matches).map { folder / $0 }
    }
    let note = sandbox.path / TrashFile.name
    if files.exists(note) { leftovers.append(note) }
    for path in leftovers { try files.remove(path) }
    return leftovers
  }
}
