package import EngineCore

extension AccountStore {
  /// Makes an account of an older tool's, in its own folder. Its sign-in moves to `codex/auth.json`; all
  /// else in the folder stays where it is.
  ///
  /// A crash leaves either the older account or the new one, each with a sign-in: the file gets its second
  /// name first, a link that led to the old name is moved next, then `meta.json` is replaced, and the old
  /// name goes last.
  ///
  /// - Parameters:
  ///   - older: the older account.
  ///   - label: the label it is to have.
  ///   - signIn: whose sign-in it is.
  ///   - link: a file that may be a link to the sign-in: codex's own `auth.json`.
  /// - Returns: The account.
  /// - Throws: `AccountsError`; the older account stays then.
  package func adopt(
    _ older: OlderAccount, as label: Label, signIn: SignInSummary, link: FilePath
  ) async throws(AccountsError) -> Account {
    guard let key = AccountKey(older.folder.name) else {
      throw .damaged(path: older.folder, detail: "its name cannot be the name of a sandbox")
    }
    let locks: [LockName] = [.accounts, .sandbox(key), .token(key)]
    return try await withLocks(locks, "importing \(label)") { () throws(AccountsError) in
      try requireOwnFolder(older.folder)
      let listing = try reader.accounts()
      guard listing.older.contains(older) else { throw .missing(label: older.label) }
      try Self.requireFree(label, in: listing, except: nil)
      if let holder = listing.account(holding: signIn.identity) {
        throw .identityTaken(holder: holder.label.text)
      }
      let account = Account(
        id: AccountID(from: random), key: key, label: label,
        createdAt: FileDate(time.now()).date, identity: signIn.identity, email: signIn.email,
        plan: signIn.plan)
      let sandbox = layout.sandbox(key)
      try withFiles { () throws(FileError) in
        try files.createFolder(sandbox.codexHome, mode: .privateFolder)
        try files.setMode(sandbox.path, .privateFolder)
        // A link that leads to the new name was moved by an attempt that was cut short.
        if (try? files.resolve(link)) != (try? files.resolve(sandbox.signInFile))
          || !files.exists(link)
        {
          try nameAgain(older.signInFile, as: sandbox.signInFile)
        }
        try redirect(link, from: older.signInFile, to: sandbox.signInFile)
        try keepCopy(of: sandbox.accountFile, named: key.text)
      }
      try write(account, to: sandbox)
      // A second name that stays harms nothing: a listed account is never taken for an older one.
      try? files.remove(older.signInFile)
      return account
    }
  }

  /// Gives a file a second name, or a copy where the disk knows no second names. What an earlier attempt
  /// left at the new name is replaced.
  private func nameAgain(_ file: FilePath, as name: FilePath) throws(FileError) {
    let status = try files.status(file)
    if status?.kind == .file, let there = try files.status(name), there.inode == status?.inode,
      there.device == status?.device
    {
      return try files.setMode(name, .privateFile)
    }
    let beside = name.parent / TemporaryName.fresh(random)
    do throws(FileError) {
      // A link is not followed by a second name: what it leads to is copied.
      guard status?.kind == .file else {
        throw FileError(operation: "link", path: file, reason: .notLink)
      }
      try files.createHardLink(beside, to: file)
      try files.setMode(beside, .privateFile)
      try files.move(beside, to: name)
    } catch {
      try files.replace(name, with: try files.read(file), mode: .privateFile)
    }
  }

  /// Leads a link that ends at `old` to `new`, in one step; anything else is left alone.
  private func redirect(
    _ link: FilePath, from old: FilePath, to new: FilePath
  ) throws(FileError) {
    guard try files.status(link)?.kind == .link else { return }
    guard (try? files.resolve(link)) == (try files.resolve(old)) else { return }
    let beside = link.parent / TemporaryName.fresh(random)
    try files.createLink(beside, to: new)
    do {
      try files.move(beside, to: link)
    } catch {
      try? files.remove(beside)
      throw error
    }
  }

  /// Keeps the older tool's file in the backup folder before it is replaced.
  private func keepCopy(of file: FilePath, named name: String) throws(FileError) {
    guard let data = try files.readIfPresent(file) else { return }
    try files.createFolder(layout.backup, mode: .privateFolder)
    let copy = layout.backup / "\(name).meta.json@\(FolderStamp.text(time.now()))"
    try files.replace(copy, with: data, mode: .privateFile)
  }
}
