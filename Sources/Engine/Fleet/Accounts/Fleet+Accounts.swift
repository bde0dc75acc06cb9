package import EngineCore

extension Fleet {
  /// Gives an account another label.
  package func rename(label: String, to newLabel: String) async throws -> Account {
    let new = try Label(newLabel)
    let account = try await account(labelled: label)
    let renamed = try await accounts.rename(account, to: new)
    note(.accountRenamed, renamed, "\(account.label) is now called \(renamed.label)")
    return withReadPlan(renamed)
  }

  /// Switches an account on or off.
  package func setEnabled(_ isEnabled: Bool, label: String) async throws -> Account {
    let account = try await account(labelled: label)
    let changed = try await accounts.setEnabled(isEnabled, account)
    if changed.isEnabled != account.isEnabled {
      note(
        isEnabled ? .accountEnabled : .accountDisabled, changed,
        isEnabled ? "enabled by you" : "disabled by you")
    }
    return withReadPlan(changed)
  }

  /// Chooses the default account; nil clears it.
  package func setDefault(label: String?) async throws -> Account? {
    guard let label else {
      try configuration.state.setDefaultAccount(nil)
      recorder.record(
        EngineEvent(at: now, kind: .defaultCleared, message: "no default account any more"))
      return nil
    }
    let account = try await account(labelled: label)
    try configuration.state.setDefaultAccount(account.id)
    note(.defaultSet, account, "default account")
    return account
  }

  /// Moves the sandbox to the trash with its sign-in.
  ///
  /// - Throws: `FleetError.inUse` while a run is in progress on it, unless `force` is set.
  package func remove(label: String, force: Bool = false) async throws -> TrashedAccount {
    let account = try await account(labelled: label)
    let entry = try await throwAway(account, isSignedOut: false, force: force)
    note(.accountTrashed, account, "moved to the trash")
    return entry
  }

  /// Signs out at the server as well as it can, then moves the sandbox to the trash.
  ///
  /// - Returns: The trash entry, and what the remote side said if it failed.
  package func logout(
    label: String, force: Bool = false
  ) async throws -> (TrashedAccount, remoteFailure: ErrorReport?) {
    let account = try await account(labelled: label)
    if !force { try requireIdle(account) }
    let failure = await signOut(account)
    let entry = try await throwAway(account, isSignedOut: true, force: true)
    note(.accountLoggedOut, account, failure?.message ?? "signed out and moved to the trash")
    return (entry, failure)
  }

  /// The account with the plan that its last reading names: a token keeps its old plan for days after an
  /// upgrade.
  func withReadPlan(_ account: Account) -> Account {
    guard !account.identity.isAPIKey,
      let plan = (try? configuration.state.readings())?[account.id]?.reading?.plan
    else { return account }
    var account = account
    account.plan = plan
    return account
  }

  /// Refuses while a run is in progress on the account. Rotated runs go on with another one.
  private nonisolated func requireIdle(_ account: Account) throws {
    let runs = try registry.liveRuns().filter { $0.account == account.id && !$0.isRotated }
    guard runs.isEmpty else {
      throw FleetError.inUse(label: account.label.text, runs: runs.map(\.id))
    }
  }

  /// What has to happen while the sandbox is still in its place: its conversations stay behind, shared.
  private nonisolated func freeForMove(
    _ account: Account, _ sandbox: SandboxFolder, force: Bool
  ) throws {
    if !force { try requireIdle(account) }
    try sharedHistory.rewriteRows(of: sandbox)
  }

  /// A run registers itself under the lock that is held while the sandbox moves: looking for runs there
  /// again misses none.
  private func throwAway(
    _ account: Account, isSignedOut: Bool, force: Bool
  ) async throws -> TrashedAccount {
    if !force { try requireIdle(account) }
    let entry = try await accounts.moveToTrash(
      account, isSignedOut: isSignedOut, serverDate: serverClock.latest()
    ) { sandbox in
      try self.freeForMove(account, sandbox, force: force)
    }
    if try configuration.state.defaultAccount() == account.id {
      try configuration.state.setDefaultAccount(nil)
    }
    return entry
  }
}

extension Fleet {
  /// What is in the trash, newest first.
  package func trash() async throws -> [TrashedAccount] {
    try accounts.trash().entries
  }

  /// Brings an account back, under another label if its own is taken and one is given.
  package func restore(label: String, as newLabel: String?) async throws -> Account {
    let entry = try trashed(label)
    let new = try newLabel.map { text throws(LabelError) in try Label(text) }
    let account = try await accounts.restore(entry, as: new)
    note(.accountRestored, account, "restored from the trash")
    return withReadPlan(account)
  }

  /// Revokes and destroys trash entries: the named one, or with nil those older than 30 days by the server's
  /// clock as well as by this machine's.
  ///
  /// - Returns: What was destroyed.
  /// - Throws: `FleetError.noServerDate` if something seems to be that old and no server can be asked;
  ///   nothing is destroyed then.
  package func purgeTrash(label: String?) async throws -> [TrashedAccount] {
    let doomed = if let label { [try trashed(label)] } else { try await expiredTrash() }
    for entry in doomed { try await destroy(entry) }
    return doomed
  }

  private func expiredTrash() async throws -> [TrashedAccount] {
    let listing = try accounts.trash()
    let old = listing.old(at: now)
    guard !old.isEmpty else { return [] }
    guard let date = await serverClock.ask() else { throw FleetError.noServerDate }
    // From versions that noted none, or removed while no server could be reached.
    for entry in old where entry.serverDate == nil {
      try await accounts.noteServerDate(date, in: entry)
    }
    return listing.expired(at: date).filter(old.contains)
  }

  /// Removes what crashes left behind. What was bought and written, but died before it took its place,
  /// is put there first.
  func cleanLeftovers() async {
    do {
      for account in try accounts.list().accounts { await tokens.adoptLeftovers(of: account) }
      await recoverSignIns(try accounts.list().accounts, onlyRemoved: false)
      _ = try await accounts.cleanLeftovers()
      if let lock = try locks.tryAcquire(.imports, purpose: "import of accounts") {
        defer { lock.release() }
        _ = try await finishInterruptedImports()
      }
    } catch {
      // No one asked for it, and the next process tries again; doctor tells of what stays.
      let reason = (error as? any EngineError)?.message ?? "it was cancelled."
      recorder.record(EngineEvent(at: now, kind: .warning, message: "Not cleaned up: \(reason)"))
    }
  }

  /// The newest entry with a label, without regard to case.
  private func trashed(_ text: String) throws -> TrashedAccount {
    let entries = try accounts.trash().entries
    if let entry = entries.first(where: { $0.account.label.folded == text.lowercased() }) {
      return entry
    }
    let labels = entries.map(\.account.label.text)
    throw FleetError.notInTrash(
      label: text, nearest: NearestName.of(text, in: labels))
  }

  private func destroy(_ entry: TrashedAccount) async throws {
    if !entry.isSignedOut { await revoke(SandboxFolder(entry.folder), of: entry.account) }
    // Cut short, the session may still live: then its token stays for the next time.
    try Task.checkCancellation()
    try await accounts.purge(entry.folder)
    do {
      try configuration.state.forgetReadings(of: entry.account.id)
    } catch {
      // The account is destroyed; readings of an identity that never comes back lead no one astray.
      note(.warning, entry.account, error.message)
    }
    note(.accountPurged, entry.account, "destroyed for good")
  }

  /// Ends the session that a folder holds, unless another account has taken it over.
  private func revoke(_ sandbox: SandboxFolder, of account: Account) async {
    let holder = try? accounts.list().account(holding: account.identity)
    guard holder == nil else { return }
    // Best effort: what is in the trash is destroyed whatever the server says.
    _ = await sessionEnd(in: sandbox)
  }
}

extension Fleet {
  /// What codex left behind in every home and recreates when it needs it, the largest first.
  package func leftovers() async throws -> [Leftover] {
    let homes = ConversationHome.all(of: layout, accounts: try accounts.list().accounts)
    return try leftoverSearch.leftovers(in: homes)
  }

  /// Removes leftovers of homes that no one uses.
  ///
  /// - Parameter isTrial: only says what would go.
  /// - Returns: What went, or would.
  /// - Throws: `FileError`.
  package func removeLeftovers(isTrial: Bool) async throws -> [Leftover] {
    let idle = try await leftovers().filter { !$0.isInUse }
    guard !isTrial else { return idle }
    return try idle.filter { try leftoverSearch.remove($0) }
  }

  private var leftoverSearch: LeftoverSearch {
    LeftoverSearch(files: configuration.files, live: liveHome)
  }
}

// Accounts whose description cannot be read: damaged, or of another owner. They are shown, never used.
extension Fleet {
  /// How an account is shown that cannot be read, under the name of its folder; nil if that is not the name
  /// of an account.
  static func picture(of damaged: DamagedAccount) -> AccountSnapshot? {
    guard let key = AccountKey(damaged.folder.name), let label = try? Label(key.text) else {
      return nil
    }
    let account = Account(
      id: AccountID("unreadable-\(key)"), key: key, label: label, createdAt: .distantPast,
      identity: .chatGPT(accountID: "", userID: ""))
    return AccountSnapshot(
      account: account, state: .unknown, isDefault: false, reading: nil, isStale: false,
      blockedUntil: nil, error: damaged.error.report, liveRuns: 0)
  }

  /// Refuses a sign-in that an account holds, or may hold, that cannot be read: used twice, it would sign
  /// itself out.
  func requireUnheld(_ identity: Identity, salt: IdentitySalt) async throws {
    for damaged in try accounts.list().damaged {
      let name = damaged.folder.name
      let path = SandboxFolder(damaged.folder).signInFile
      do {
        guard try configuration.files.status(path) != nil else { continue }
        let file = try await AuthFileReader(files: configuration.files, time: configuration.time)
          .read(path)
        guard file.identity(salt: salt) == identity else { continue }
        throw AccountsError.heldUnreadable(name: name, isSame: true, cause: damaged.error.report)
      } catch let error as AccountsError {
        throw error
      } catch {
        try Task.checkCancellation()
        throw AccountsError.heldUnreadable(name: name, isSame: false, cause: damaged.error.report)
      }
    }
  }
}
