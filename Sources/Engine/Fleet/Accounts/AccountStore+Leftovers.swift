package import EngineCore

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
    for (folder, names) in commonFolders { removed += try clean([folder], under: names) }
    for account in try reader.accounts().accounts {
      let sandbox = layout.sandbox(account.key)
      removed += try clean(
        [sandbox.path, sandbox.codexHome], under: [.sandbox(account.key), .token(account.key)])
    }
    // What lies in the home of an entry may be its newest sign-in: it is looked at when the entry is back.
    return removed + (try clean(try reader.trash().entries.map(\.folder), under: [.accounts]))
  }

  /// What `cleanLeftovers` would remove as far as can be told without a lock. Changes nothing.
  package func leftovers() throws(AccountsError) -> [FilePath] {
    let sandboxes = try reader.accounts().accounts.map { layout.sandbox($0.key) }
    let folders =
      commonFolders.map(\.folder) + sandboxes.flatMap { [$0.path, $0.codexHome] }
      + (try reader.trash().entries.map(\.folder))
    return try withFiles { () throws(FileError) in
      var found: [FilePath] = []
      for name in files.exists(layout.staging) ? try files.list(layout.staging) : []
      where !name.hasSuffix(".lock") && !isInterruptedImport(name) {
        if try !isHeld(layout.staging / (name + ".lock")) { found.append(layout.staging / name) }
      }
      for name in files.exists(layout.trash) ? try files.list(layout.trash) : []
      where name.hasPrefix(Self.purgePrefix) {
        found.append(layout.trash / name)
      }
      return found + (try unfinished(in: folders))
    }
  }

  /// The folders that belong to no account, each with the locks under which files are written there.
  private var commonFolders: [(folder: FilePath, names: [LockName])] {
    [
      (layout.root, [.signIn, .settings]), (layout.run, [.history]),
      (layout.pool.path, [.pool]), (layout.pool.codexHome, [.pool]),
      (layout.backup, [.settings, .codexConfiguration]), (layout.binaries, [.binaries]),
    ]
  }

  func isHeld(_ lock: FilePath) throws(FileError) -> Bool {
    guard files.exists(lock) else { return false }
    guard let taken = try files.tryLock(lock) else { return true }
    taken.release()
    return false
  }

  /// Removes what was left in folders. The locks are taken only if there is something: nobody shall wait
  /// for a look at nothing.
  private func clean(
    _ folders: [FilePath], under names: [LockName]
  ) throws(AccountsError) -> [FilePath] {
    let found = try withFiles { () throws(FileError) in try unfinished(in: folders) }
    guard !found.isEmpty else { return [] }
    return try ifFree(names) { () throws(FileError) in
      let leftovers = try unfinished(in: folders)
      for path in leftovers { try files.remove(path) }
      return leftovers
    }
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

  /// Files that were being written, and the trash's notes of accounts that are back.
  private func unfinished(in folders: [FilePath]) throws(FileError) -> [FilePath] {
    var leftovers: [FilePath] = []
    for folder in folders where files.exists(folder) {
      leftovers += try files.list(folder)
        .filter {
          TemporaryName.matches($0) || $0 == TrashFile.name && folder.parent != layout.trash
        }
        .map { folder / $0 }
    }
    return leftovers
  }
}
