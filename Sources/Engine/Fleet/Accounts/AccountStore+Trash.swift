import EngineCore

extension AccountStore {
  /// Moves an account's sandbox to the trash.
  ///
  /// - Parameters:
  ///   - account: the account.
  ///   - isSignedOut: whether its sign-in was ended at the server.
  ///   - serverDate: the date by the server's clock, not earlier than it is; nil if that is not known.
  ///   - beforeMove: what has to happen while the sandbox is still in its place: shared conversations
  ///     are freed from its path, and no one may be running there. If it throws, nothing is moved.
  /// - Returns: The trash entry.
  /// - Throws: `AccountsError`.
  func moveToTrash(
    _ account: Account, isSignedOut: Bool, serverDate: Date? = nil,
    beforeMove: @Sendable (SandboxFolder) async throws -> Void
  ) async throws(AccountsError) -> TrashedAccount {
    let locks: [LockName] = [.accounts, .sandbox(account.key), .token(account.key)]
    return try await withLocks(locks, "removing \(account.label)") { () throws(AccountsError) in
      let account = try current(account)
      let sandbox = layout.sandbox(account.key)
      try requireOwnFolder(sandbox.path)
      do {
        try await beforeMove(sandbox)
      } catch let error as any EngineError {
        throw .notReady(
          label: account.label.text, cause: error.report, outcome: error.outcome)
      } catch {
        let cause = ErrorReport(code: "cancelled", message: "it was cancelled.", remedy: nil)
        throw .notReady(label: account.label.text, cause: cause, outcome: .interrupted)
      }
      try withFiles { () throws(FileError) in
        // One name is enough in the trash; a second one is never looked for there.
        let guards = SignInGuard(of: sandbox.signInFile, files: files)
        if !isSignedOut, guards.isAlone { _ = try guards.restore() }
        try guards.remove()
      }
      let note = TrashFile(
        account, trashedAt: time.now(), serverDate: serverDate, isSignedOut: isSignedOut)
      let path = sandbox.path / TrashFile.name
      let data = try note.data(at: path)
      let folder = try withFiles { () throws(FileError) in
        try files.createFolder(layout.trash, mode: .privateFolder)
        try files.replace(path, with: data, mode: .privateFile)
        return try moveToFreeName(sandbox.path, in: layout.trash, at: note.trashedAt)
      }
      return TrashedAccount(
        account: account, trashedAt: note.trashedAt, serverDate: note.serverDate,
        isSignedOut: isSignedOut, folder: folder)
    }
  }

  /// Notes the server's date in an entry that has none: its thirty days are counted from then.
  func noteServerDate(
    _ date: Date, in entry: TrashedAccount
  ) async throws(AccountsError) {
    try await withLocks([.accounts], "dating \(entry.account.label)") {
      () throws(AccountsError) in
      try requireOwnFolder(entry.folder)
      let path = entry.folder / TrashFile.name
      var note = try TrashFile(withFiles { () throws(FileError) in try files.read(path) }, at: path)
      guard note.serverDate == nil else { return }
      note.serverDate = date
      let data = try note.data(at: path)
      try withFiles { () throws(FileError) in
        try files.replace(path, with: data, mode: .privateFile)
      }
    }
  }

  /// Brings an account back, with its key if that is free.
  ///
  /// - Parameters:
  ///   - entry: the trash entry.
  ///   - newLabel: the label it is to have, nil for its own.
  /// - Returns: The account as it is now.
  /// - Throws: `AccountsError.labelTakenSince`, `.identityTaken`, `.notInTrash` and others; the entry stays.
  func restore(
    _ entry: TrashedAccount, as newLabel: Label? = nil
  ) async throws(AccountsError) -> Account {
    try await withLocks([.accounts], "restoring \(entry.account.label)") {
      () throws(AccountsError) in
      try requireOwnFolder(entry.folder)
      let stored = try currentEntry(entry).account
      let listing = try reader.accounts()
      let label = newLabel ?? stored.label
      if let holder = listing.account(labelled: label) {
        throw AccountsError.labelTakenSince(label: holder.label.text)
      }
      if let holder = listing.account(holding: stored.identity) {
        throw AccountsError.identityTaken(holder: holder.label.text)
      }
      let taken = try reader.takenKeys()
      let key = taken.contains(stored.key) ? AccountKey(label: label, taken: taken) : stored.key
      let account = stored.renamed(label, key: key)
      // Written before the move; until then the trash shows label and key of its own note.
      try write(account, to: SandboxFolder(entry.folder))
      let place = layout.sandbox(key).path
      try withFiles { () throws(FileError) in
        try files.createFolder(layout.accounts, mode: .privateFolder)
        try files.moveWithoutReplacing(entry.folder, to: place)
      }
      // The account is back; a note that stays behind is cleaned up later.
      try? files.remove(place / TrashFile.name)
      return account
    }
  }

  /// Destroys a trash entry, readable or not. It disappears at once and is then removed.
  ///
  /// - Throws: `AccountsError.notOurs` for anything but a real folder directly in the trash.
  func purge(_ folder: FilePath) async throws(AccountsError) {
    guard folder.parent == layout.trash else { throw .notOurs(path: folder) }
    let doomed = layout.trash / (Self.purgePrefix + Hexadecimal.text(random.bytes(8)))
    try await withLocks([.accounts], "purging the trash") { () throws(AccountsError) in
      try requireOwnFolder(folder)
      try withFiles { () throws(FileError) in try files.moveWithoutReplacing(folder, to: doomed) }
    }
    try withFiles { () throws(FileError) in try files.removeTree(doomed) }
  }

  /// Moves a sandbox that cannot be read out of the way, into the backup folder; nothing is lost.
  ///
  /// - Returns: Where it is now.
  func setAside(_ damaged: DamagedAccount) async throws(AccountsError) -> FilePath {
    try await withLocks([.accounts], "setting aside \(damaged.folder.name)") {
      () throws(AccountsError) in
      try requireOwnFolder(damaged.folder)
      return try withFiles { () throws(FileError) in
        try files.createFolder(layout.backup, mode: .privateFolder)
        return try moveToFreeName(damaged.folder, in: layout.backup, at: time.now())
      }
    }
  }

  static let purgePrefix = ".purge-"

  /// Refuses anything but a real folder directly in `accounts` or `trash` of this root, so that no link
  /// leads a removal out of it.
  func requireOwnFolder(_ folder: FilePath) throws(AccountsError) {
    let parent = folder.parent
    guard parent == layout.accounts || parent == layout.trash, folder.name != "..",
      folder.name != "."
    else { throw .notOurs(path: folder) }
    let (own, above) = try withFiles { () throws(FileError) in
      (try files.status(folder)?.kind, try files.status(parent)?.kind)
    }
    guard above == .folder, own == nil || own == .folder else { throw .notOurs(path: folder) }
    guard own != nil else {
      throw parent == layout.trash
        ? .notInTrash(path: folder) : .missing(label: folder.name)
    }
  }

  private func currentEntry(_ entry: TrashedAccount) throws(AccountsError) -> TrashedAccount {
    guard let found = try reader.entry(in: entry.folder), found.account.id == entry.account.id
    else { throw .notInTrash(path: entry.folder) }
    return found
  }

  /// Moves a folder under `<name>@<time>`, with a number if that is taken.
  private func moveToFreeName(
    _ folder: FilePath, in target: FilePath, at moment: Date
  ) throws(FileError) -> FilePath {
    let stem = "\(folder.name)@\(FolderStamp.text(moment))"
    var number = 1
    while true {
      let place = target / (number == 1 ? stem : "\(stem)-\(number)")
      do {
        try files.moveWithoutReplacing(folder, to: place)
        return place
      } catch {
        guard error.reason == .exists else { throw error }
        number += 1
      }
    }
  }
}

extension AccountStore {
  /// Removes what crashes left behind: sign-ins of dead processes, half-purged trash, files that were
  /// being written, notes of the trash in restored sandboxes. Nothing that a list shows is touched.
  ///
  /// Where another process is at work nothing is looked at: it may be writing, and comes by again.
  ///
  /// - Returns: What was removed.
  func cleanLeftovers() async throws(AccountsError) -> [FilePath] {
    var removed = try cleanStaging()
    removed += try ifFree([.accounts]) { () throws(FileError) in try removePurged() }
    for (folder, names) in commonFolders { removed += try clean([folder], under: names) }
    for account in try reader.accounts().accounts {
      let sandbox = layout.sandbox(account.key)
      removed += try clean(
        [sandbox.path, sandbox.codexHome], under: [.sandbox(account.key), .token(account.key)])
    }
    // What is in the home of an entry may be its newest sign-in: it is looked at when the entry is back.
    return removed + (try clean(try reader.trash().entries.map(\.folder), under: [.accounts]))
  }

  /// What `cleanLeftovers` would remove as far as can be told without a lock. Changes nothing.
  func leftovers() throws(AccountsError) -> [FilePath] {
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

  /// Removes what was left in folders. The locks are taken only if there is something: no one has to wait
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

  /// Does something under locks that no one holds; nothing if someone does.
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
