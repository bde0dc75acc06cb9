import EngineCore

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
  func adopt(
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

/// An account that an older tool named swop keeps in the same root: `meta.json` with another shape, and
/// codex's home below `home/.codex`.
struct OlderAccount: Hashable, Sendable {
  /// Its folder in `accounts`.
  let folder: FilePath
  /// The label it had there; the folder's name if the file does not say.
  let label: String

  /// The home that codex used: configuration and conversations are there.
  var codexHome: FilePath { folder / "home" / ".codex" }

  /// The sign-in.
  var signInFile: FilePath { codexHome / "auth.json" }

  /// The account in a folder, nil if the older tool did not write it.
  ///
  /// - Parameters:
  ///   - folder: a folder in `accounts` that is not an account of this swop.
  ///   - meta: the bytes of its `meta.json`, nil if it has none.
  ///   - files: the disk.
  init?(in folder: FilePath, meta: Data?, files: any FileSystem) {
    let fields = meta.flatMap { try? JSONDecoder().decode(Fields.self, from: $0) }
    label = fields?.label ?? folder.name
    self.folder = folder
    guard files.exists(signInFile) else { return nil }
  }

  /// What the older tool's `meta.json` says.
  private struct Fields: Decodable {
    let label: String?
  }
}

extension Fleet {
  /// Where all accounts are an older tool's, asks whether they may be taken over, and does so.
  func offerToTakeOver(_ dialogue: any RunDialogue) async throws {
    let listing = try accounts.list()
    let labels = listing.older.map(\.label)
    guard listing.accounts.isEmpty, !labels.isEmpty else { return }
    guard await dialogue.mayTakeOver(labels) else {
      throw FleetError.olderAccounts(labels: labels)
    }
    let lock = try await locks.acquire(
      .imports, purpose: "import of accounts", wait: Self.importWait)
    defer { lock.release() }
    var outcome = ImportOutcome()
    try await adoptOlderAccounts(into: &outcome)
    for imported in outcome.imported {
      await dialogue.say("Imported \(imported.account.label).")
      if let notice = imported.notice { await dialogue.say(notice) }
    }
    for skipped in outcome.skipped {
      await dialogue.say(
        [skipped.reason.message, skipped.reason.remedy].compactMap(\.self)
          .joined(separator: " "))
    }
  }

  /// Takes over the accounts of an older tool in this root, each in its own folder. The caller holds the
  /// lock of imports.
  func adoptOlderAccounts(into outcome: inout ImportOutcome) async throws {
    for older in try accounts.list().older {
      do {
        let (account, isLinked) = try await adopt(older)
        note(.accountAdded, account, "taken over from an older tool")
        outcome.imported.append(
          .init(
            account: account, source: older.folder, origin: "older-swop", isShared: false,
            notice: notice(of: older, account, isLinked: isLinked)))
      } catch {
        let report = (error as? any EngineError)?.report ?? TransferError.cancelled.report
        outcome.skipped.append(
          .init(
            title: older.label, source: older.signInFile,
            reason: ErrorReport(
              code: report.code, message: "\(older.label) was not taken over: \(report.message)",
              remedy: report.remedy),
            isFailure: true))
      }
    }
  }

  private func adopt(_ older: OlderAccount) async throws -> (Account, isLinked: Bool) {
    let path = try configuration.files.resolve(older.signInFile)
    let file: AuthFile
    do {
      file = try await AuthFileReader(files: configuration.files, time: configuration.time)
        .read(path)
    } catch {
      throw TransferError.notImportable(path: older.signInFile, reason: error.clause)
    }
    if let flaw = file.importFlaw {
      throw TransferError.notImportable(path: older.signInFile, reason: flaw)
    }
    guard let identity = file.identity(salt: try await identitySalt()) else {
      throw SignInError.nameless
    }
    let link = layout.sharedHome / "auth.json"
    let isLinked =
      (try? configuration.files.status(link))?.kind == .link
      && (try? configuration.files.resolve(link)) == path
    let taken = try accounts.list().accounts.map(\.label)
    let label = LabelProposal.label(
      name: older.label, email: file.claims?.email, plan: file.plan, taken: taken)
    let account = try await accounts.adopt(
      older, as: label,
      signIn: SignInSummary(identity: identity, email: file.claims?.email, plan: file.plan),
      link: link)
    return (account, isLinked)
  }

  /// Where the rest of the older account is, and what plain codex uses now.
  private func notice(of older: OlderAccount, _ account: Account, isLinked: Bool) -> String {
    var text =
      "Configuration and conversations of \(account.label) that were its own stay in "
      + "\(older.codexHome)."
    guard isLinked else { return text }
    text += " \(layout.sharedHome / "auth.json") leads to its sign-in as before."
    let kept = layout.sharedHome / "auth.json.swop-backup"
    if configuration.files.exists(kept) {
      text += " The older tool kept codex's own sign-in in \(kept)."
    }
    return text
  }
}
