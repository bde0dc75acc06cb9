import EngineCore

/// Reads accounts and trash entries. It takes no lock: every file is replaced in one step, and every
/// sandbox appears and disappears in one step.
struct AccountReader: Sendable {
  let layout: SandboxLayout
  let files: any FileSystem

  /// All accounts. A folder that is not there yet has none.
  func accounts() throws(AccountsError) -> AccountListing {
    var accounts: [Account] = []
    var damaged: [DamagedAccount] = []
    var older: [OlderAccount] = []
    for name in try names(layout.accounts) {
      let folder = layout.accounts / name
      do throws(AccountsError) {
        if let account = try account(named: name, in: folder) { accounts.append(account) }
      } catch {
        if let account = olderAccount(in: folder, error) {
          older.append(account)
        } else {
          damaged.append(DamagedAccount(folder: folder, error: error))
        }
      }
    }
    return AccountListing(accounts: accounts, damaged: damaged, older: older)
  }

  /// The older tool's account in a folder that is none of ours. A copy of one of ours is not one.
  private func olderAccount(in folder: FilePath, _ error: AccountsError) -> OlderAccount? {
    let path = SandboxFolder(folder).accountFile
    guard case .damaged(path, _) = error else { return nil }
    let meta = try? files.read(path)
    if let meta, (try? AccountFile.account(from: meta, at: path)) != nil { return nil }
    return OlderAccount(in: folder, meta: meta, files: files)
  }

  /// The account with a key, nil if there is none.
  func account(_ key: AccountKey) throws(AccountsError) -> Account? {
    try account(named: key.text, in: layout.sandbox(key).path)
  }

  /// Names in use in the folder of accounts, readable or not.
  func takenKeys() throws(AccountsError) -> Set<AccountKey> {
    Set(try names(layout.accounts).compactMap(AccountKey.init))
  }

  /// What is in the trash.
  func trash() throws(AccountsError) -> TrashListing {
    var entries: [TrashedAccount] = []
    var damaged: [DamagedAccount] = []
    for name in try names(layout.trash) {
      let folder = layout.trash / name
      do throws(AccountsError) {
        if let entry = try entry(in: folder) { entries.append(entry) }
      } catch {
        damaged.append(DamagedAccount(folder: folder, error: error))
      }
    }
    return TrashListing(entries: entries, damaged: damaged)
  }

  /// The trash entry in a folder, nil if it has gone in the meantime.
  func entry(in folder: FilePath) throws(AccountsError) -> TrashedAccount? {
    guard let stored = try storedAccount(in: folder) else { return nil }
    let path = folder / TrashFile.name
    guard let data = try data(path) else {
      guard try exists(folder) else { return nil }
      throw .damaged(path: path, detail: "the file is missing")
    }
    let note = try TrashFile(data, at: path)
    let account = stored.renamed(note.label, key: note.key)
    return TrashedAccount(
      account: account, trashedAt: note.trashedAt, serverDate: note.serverDate,
      isSignedOut: note.isSignedOut, folder: folder)
  }

  private func account(named name: String, in folder: FilePath) throws(AccountsError) -> Account? {
    guard let stored = try storedAccount(in: folder) else { return nil }
    // A copied sandbox would hold the same sign-in twice; its file names the original.
    guard stored.key.text == name else {
      throw .damaged(
        path: SandboxFolder(folder).accountFile, detail: "it belongs to “\(stored.key)”")
    }
    return stored
  }

  private func storedAccount(in folder: FilePath) throws(AccountsError) -> Account? {
    let kind = try status(folder)?.kind
    if kind == .link { throw .damaged(path: folder, detail: "it is a link, not a folder") }
    // Files that other programs leave about are not accounts.
    guard kind == .folder else { return nil }
    let path = SandboxFolder(folder).accountFile
    guard let data = try data(path) else {
      // Between two looks the sandbox may have moved to the trash.
      guard try exists(folder) else { return nil }
      throw .damaged(path: path, detail: "the file is missing")
    }
    return try AccountFile.account(from: data, at: path)
  }

  /// The visible names in a folder.
  private func names(_ folder: FilePath) throws(AccountsError) -> [String] {
    do {
      return try files.list(folder).filter { !$0.hasPrefix(".") }
    } catch {
      if error.reason == .notFound { return [] }
      throw .file(error)
    }
  }

  private func data(_ path: FilePath) throws(AccountsError) -> Data? {
    do {
      return try files.readIfPresent(path)
    } catch {
      throw .file(error)
    }
  }

  private func status(_ path: FilePath) throws(AccountsError) -> FileStatus? {
    do {
      return try files.status(path)
    } catch {
      throw .file(error)
    }
  }

  private func exists(_ path: FilePath) throws(AccountsError) -> Bool {
    try status(path) != nil
  }
}

extension Account {
  /// The same account under another label and in another place.
  func renamed(_ label: Label, key: AccountKey) -> Account {
    Account(
      id: id, key: key, label: label, createdAt: createdAt, lastUsedAt: lastUsedAt,
      isEnabled: isEnabled, identity: identity, credential: credential, endsAt: endsAt,
      email: email,
      plan: plan, isolation: isolation)
  }
}

/// All accounts of a root at one moment.
struct AccountListing: Hashable, Sendable {
  /// The accounts, in the order they were added.
  let accounts: [Account]
  /// Sandboxes that cannot be read; the others are not affected.
  let damaged: [DamagedAccount]
  /// Accounts that an older tool keeps in the same folder.
  let older: [OlderAccount]

  /// A listing; the order is made here.
  init(
    accounts: [Account], damaged: [DamagedAccount], older: [OlderAccount] = []
  ) {
    self.accounts = accounts.sorted { first, second in
      (first.createdAt, first.key.text) < (second.createdAt, second.key.text)
    }
    self.damaged = damaged
    self.older = older
  }

  /// The account with a label, without regard to case.
  func account(labelled label: Label) -> Account? {
    accounts.first { $0.label.folded == label.folded }
  }

  /// The account that holds an identity.
  func account(holding identity: Identity) -> Account? {
    accounts.first { $0.identity == identity }
  }
}

/// What is in the trash at one moment.
struct TrashListing: Hashable, Sendable {
  /// The entries, newest first.
  let entries: [TrashedAccount]
  /// Entries that cannot be read.
  let damaged: [DamagedAccount]

  /// How long an entry is kept: thirty days, in seconds.
  static let keptSeconds: Double = 30 * 86_400

  /// A listing; the order is made here.
  init(entries: [TrashedAccount], damaged: [DamagedAccount]) {
    self.entries = entries.sorted { first, second in
      (first.trashedAt, first.folder.text) > (second.trashedAt, second.folder.text)
    }
    self.damaged = damaged
  }

  /// Entries that are older than thirty days by the machine's clock, oldest last. The clock may be wrong:
  /// only `expired` may be destroyed.
  func old(at now: Date) -> [TrashedAccount] {
    entries.filter { now.timeIntervalSince($0.trashedAt) > Self.keptSeconds }
  }

  /// Entries that were thrown away more than thirty days ago, oldest last.
  ///
  /// - Parameter serverDate: the date by the server's clock, as is the one that each entry carries. An entry
  ///   without one is kept.
  /// - Returns: The entries that may be destroyed.
  func expired(at serverDate: Date) -> [TrashedAccount] {
    entries.filter { entry in
      entry.serverDate.map { serverDate.timeIntervalSince($0) > Self.keptSeconds } ?? false
    }
  }
}

/// A sandbox or trash entry that cannot be read.
struct DamagedAccount: Hashable, Sendable {
  /// Its folder.
  let folder: FilePath
  /// Why it cannot be read.
  let error: AccountsError
}
