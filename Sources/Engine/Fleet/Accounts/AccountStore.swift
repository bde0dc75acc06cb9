package import EngineCore

/// The accounts of one root: made, changed, thrown away and brought back, each in one step that a crash
/// cannot cut in half.
///
/// Reading takes no lock. Writing takes them in the order of `LockName`: `.accounts` for what the list of
/// accounts must agree on (keys, labels, identities), `.sandbox` for one sandbox's files, `.token` when
/// its sign-in is replaced or moves. The last one keeps a refresh from writing into a sandbox that is
/// not there any more, which would lose the token.
package actor AccountStore {
  nonisolated let layout: SandboxLayout
  nonisolated let files: any FileSystem
  nonisolated let time: any TimeSource
  nonisolated let random: any RandomSource
  nonisolated let reader: AccountReader
  let locks: LockRoom
  private let patience: Duration

  /// The accounts of a root.
  ///
  /// - Parameters:
  ///   - layout: where everything lies.
  ///   - files: the disk.
  ///   - locks: the locks across processes.
  ///   - time: the clock.
  ///   - random: identities and names of temporary folders.
  ///   - patience: the longest wait for another process; longer than a token refresh takes.
  package init(
    layout: SandboxLayout, files: any FileSystem, locks: LockRoom, time: any TimeSource,
    random: any RandomSource, patience: Duration = .seconds(30)
  ) {
    self.layout = layout
    self.files = files
    self.locks = locks
    self.time = time
    self.random = random
    self.patience = patience
    reader = AccountReader(layout: layout, files: files)
  }

  /// All accounts, in the order they were added; damaged ones beside them.
  package nonisolated func list() throws(AccountsError) -> AccountListing {
    try reader.accounts()
  }

  /// What lies in the trash, newest first.
  package nonisolated func trash() throws(AccountsError) -> TrashListing {
    try reader.trash()
  }

  /// Refuses a label that another account has; `except` may keep its own.
  package nonisolated func requireFree(
    _ label: Label, except: AccountID? = nil
  ) throws(AccountsError) {
    try Self.requireFree(label, in: try reader.accounts(), except: except)
  }

  /// Gives an account another label. Its key stays.
  package func rename(_ account: Account, to label: Label) async throws(AccountsError) -> Account {
    try await withLocks([.accounts], "renaming \(account.label)") { () throws(AccountsError) in
      try Self.requireFree(label, in: try reader.accounts(), except: account.id)
      return try await update(account) { $0.label = label }
    }
  }

  /// Switches an account on or off.
  package func setEnabled(
    _ isEnabled: Bool, _ account: Account
  ) async throws(AccountsError) -> Account {
    try await update(account) { $0.isEnabled = isEnabled }
  }

  /// Asks for a mode of isolation; nil follows the settings.
  package func setIsolation(
    _ isolation: IsolationMode?, _ account: Account
  ) async throws(AccountsError) -> Account {
    try await update(account) { $0.isolation = isolation }
  }

  /// Notes that a run was started. An older moment than the noted one changes nothing.
  @discardableResult
  package func noteUse(
    of account: Account, at moment: Date
  ) async throws(AccountsError) -> Account {
    try await update(account) { account in
      account.lastUsedAt = max(account.lastUsedAt ?? .distantPast, FileDate(moment).date)
    }
  }

  /// Keeps what the server said of an account's address and plan; nil leaves what is known.
  @discardableResult
  package func noteDetails(
    of account: Account, email: String?, plan: Plan?
  ) async throws(AccountsError) -> Account {
    try await update(account) { account in
      account.email = email ?? account.email
      account.plan = plan ?? account.plan
    }
  }

  /// Notes whose sign-in an account holds, when more is known of it than before.
  ///
  /// - Throws: `AccountsError.identityTaken` if another account holds it.
  package func setIdentity(
    _ identity: Identity, of account: Account
  ) async throws(AccountsError) -> Account {
    try await withLocks([.accounts], "updating \(account.label)") { () throws(AccountsError) in
      let listing = try reader.accounts()
      if let holder = listing.account(holding: identity), holder.id != account.id {
        throw AccountsError.identityTaken(holder: holder.label.text)
      }
      return try await update(account) { $0.identity = identity }
    }
  }

  /// Reads an account's file, changes it and writes it, under the lock of its sandbox.
  private func update(
    _ account: Account, _ change: (inout Account) -> Void
  ) async throws(AccountsError) -> Account {
    let lock = LockName.sandbox(account.key)
    return try await withLocks([lock], "updating \(account.label)") { () throws(AccountsError) in
      let old = try current(account)
      var new = old
      change(&new)
      if new != old { try write(new, to: layout.sandbox(new.key)) }
      return new
    }
  }

  /// The account as it is on disk now, if it is still the same one.
  func current(_ account: Account) throws(AccountsError) -> Account {
    guard let found = try reader.account(account.key), found.id == account.id else {
      throw .missing(label: account.label.text)
    }
    return found
  }

  /// Writes an account's file.
  func write(_ account: Account, to sandbox: SandboxFolder) throws(AccountsError) {
    let data = try AccountFile.data(of: account)
    try withFiles { () throws(FileError) in
      try files.replace(sandbox.accountFile, with: data, mode: .privateFile)
    }
  }

  /// Runs file operations and gives their error this module's shape.
  nonisolated func withFiles<Result>(
    _ body: () throws(FileError) -> Result
  ) throws(AccountsError) -> Result {
    do {
      return try body()
    } catch {
      throw .file(error)
    }
  }

  /// Runs `body` holding locks, which must be given in the order of `LockName`.
  func withLocks<Result>(
    _ names: [LockName], _ purpose: String, _ body: () async throws(AccountsError) -> Result
  ) async throws(AccountsError) -> Result {
    var held: [any HeldLock] = []
    defer { for lock in held.reversed() { lock.release() } }
    for name in names {
      do {
        held.append(try await locks.acquire(name, purpose: purpose, wait: patience))
      } catch {
        throw .locked(error)
      }
    }
    return try await body()
  }

  static func requireFree(
    _ label: Label, in listing: AccountListing, except: AccountID?
  ) throws(AccountsError) {
    if let holder = listing.account(labelled: label), holder.id != except {
      throw .labelTaken(label: holder.label.text)
    }
  }
}
