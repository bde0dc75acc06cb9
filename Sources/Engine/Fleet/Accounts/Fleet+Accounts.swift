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
