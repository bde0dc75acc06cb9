package import EngineCore

extension Fleet {
  /// What lies in the trash, newest first.
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
      // Nobody asked for it, and whoever comes next tries again; doctor tells of what stays.
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
      // The account is destroyed; readings of an identity that never comes back lead nobody astray.
      note(.warning, entry.account, error.message)
    }
    note(.accountPurged, entry.account, "destroyed for good")
  }

  /// Ends the session that a folder holds, unless another account has taken it over.
  private func revoke(_ sandbox: SandboxFolder, of account: Account) async {
    let holder = try? accounts.list().account(holding: account.identity)
    guard holder == nil else { return }
    // Best effort: what lies in the trash is destroyed whatever the server says.
    _ = await sessionEnd(in: sandbox)
  }
}
