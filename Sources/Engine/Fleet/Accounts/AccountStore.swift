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
  ///   - layout: where everything is.
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
  nonisolated func list() throws(AccountsError) -> AccountListing {
    try reader.accounts()
  }

  /// What is in the trash, newest first.
  nonisolated func trash() throws(AccountsError) -> TrashListing {
    try reader.trash()
  }

  /// Refuses a label that another account has; `except` may keep its own.
  nonisolated func requireFree(
    _ label: Label, except: AccountID? = nil
  ) throws(AccountsError) {
    try Self.requireFree(label, in: try reader.accounts(), except: except)
  }

  /// Gives an account another label. Its key stays.
  func rename(_ account: Account, to label: Label) async throws(AccountsError) -> Account {
    try await withLocks([.accounts], "renaming \(account.label)") { () throws(AccountsError) in
      try Self.requireFree(label, in: try reader.accounts(), except: account.id)
      return try await update(account) { $0.label = label }
    }
  }

  /// Switches an account on or off.
  func setEnabled(
    _ isEnabled: Bool, _ account: Account
  ) async throws(AccountsError) -> Account {
    try await update(account) { $0.isEnabled = isEnabled }
  }

  /// Asks for a mode of isolation; nil follows the settings.
  func setIsolation(
    _ isolation: IsolationMode?, _ account: Account
  ) async throws(AccountsError) -> Account {
    try await update(account) { $0.isolation = isolation }
  }

  /// Notes that a run was started. An older moment than the noted one changes nothing.
  @discardableResult
  func noteUse(
    of account: Account, at moment: Date
  ) async throws(AccountsError) -> Account {
    try await update(account) { account in
      account.lastUsedAt = max(account.lastUsedAt ?? .distantPast, FileDate(moment).date)
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

/// An account cannot be made, changed, removed or brought back.
package enum AccountsError: EngineError, Hashable {
  /// Another account has this label, however it is capitalised.
  case labelTaken(label: String)
  /// The label of an account in the trash was given to another one in the meantime.
  case labelTakenSince(label: String)
  /// The sign-in is already there under another label.
  case identityTaken(holder: String)
  /// An account that cannot be read holds this sign-in, or may hold it; `name` is its folder's.
  case heldUnreadable(name: String, isSame: Bool, cause: ErrorReport)
  /// A new sign-in for an account turned out to be someone else's; `holder` is the label that has it.
  case otherIdentity(label: String, holder: String?)
  /// The account is gone, or another one took its place.
  case missing(label: String)
  /// What is stored of an account cannot be read.
  case damaged(path: FilePath, detail: String)
  /// A newer swop wrote it.
  case tooNew(path: FilePath, version: Int, supported: Int)
  /// The sign-in in progress left no file behind.
  case signInMissing(path: FilePath)
  /// A path that swop must not remove: not an entry of its own folders, or reached through a link.
  case notOurs(path: FilePath)
  /// The trash has no such entry any more.
  case notInTrash(path: FilePath)
  /// What has to happen before the account may leave its place failed.
  case notReady(label: String, cause: ErrorReport, outcome: FailureOutcome)
  /// Another process holds what is needed.
  case locked(LockError)
  /// A file or folder cannot be used.
  case file(FileError)

  package var code: String {
    switch self {
    case .labelTaken, .labelTakenSince: "label_taken"
    case .identityTaken: "identity_taken"
    case .heldUnreadable(_, let isSame, _): isSame ? "identity_taken" : "account_unreadable"
    case .otherIdentity: "other_identity"
    case .missing: "account_missing"
    case .damaged: "account_damaged"
    case .tooNew: "account_too_new"
    case .signInMissing: "sign_in_incomplete"
    case .notOurs: "refused_path"
    case .notInTrash: "not_in_trash"
    case .notReady(_, let cause, _): cause.code
    case .locked(let error): error.code
    case .file(let error): error.code
    }
  }

  package var message: String {
    switch self {
    case .labelTaken(let label): "The account “\(label)” already exists."
    case .labelTakenSince(let label):
      "Another account has been called “\(label)” since this one was removed."
    case .identityTaken(let holder): "This sign-in already exists as “\(holder)”."
    case .heldUnreadable(let name, isSame: true, let cause):
      "This sign-in is already there in “\(name)”, which cannot be used: \(cause.message)"
    case .heldUnreadable(let name, isSame: false, let cause):
      "“\(name)” may hold this sign-in already, and cannot be read: \(cause.message)"
    case .otherIdentity(let label, .none):
      "The new sign-in is not the one of “\(label)”; it was discarded and the old one stays."
    case .otherIdentity(let label, .some(let holder)):
      "The new sign-in is the one of “\(holder)”, not of “\(label)”; it was discarded and the old "
        + "one stays."
    case .missing(let label): "The account “\(label)” no longer exists."
    case .damaged(let path, let detail): "\(path) cannot be read: \(detail)."
    case .tooNew(let path, let version, let supported):
      "\(path) has version \(version); this swop knows up to \(supported)."
    case .signInMissing: "The sign-in ended without leaving a sign-in behind."
    case .notOurs(let path): "\(path) is not a folder that swop may remove."
    case .notInTrash(let path): "\(path.name) is no longer in the trash."
    case .notReady(let label, let cause, _): "“\(label)” cannot be moved now: \(cause.message)"
    case .locked(let error): error.message
    case .file(let error): error.message
    }
  }

  package var remedy: String? {
    switch self {
    case .labelTaken(let label):
      "Choose another label, or sign in to that account again: swop relogin "
        + ShellWord.quoted(label)
    case .labelTakenSince(let label):
      "Restore it under another label, or rename the other one first: swop rename "
        + "\(ShellWord.quoted(label)) NEW"
    case .identityTaken(let holder):
      "Sign in to it again: swop relogin \(ShellWord.quoted(holder)), or give it another label: "
        + "swop rename \(ShellWord.quoted(holder)) NEW"
    case .heldUnreadable(_, _, let cause): cause.remedy ?? "See how to fix it: swop doctor"
    case .otherIdentity: "Sign in with the right account, or add this one: swop add LABEL"
    case .missing, .notInTrash: "See what there is: swop status, swop trash list"
    case .damaged: "See how to fix it: swop doctor"
    case .tooNew: "Update swop."
    case .signInMissing: "Try again."
    case .notOurs: "Look at it yourself; swop follows no link and leaves its own folders only."
    case .notReady(_, let cause, _): cause.remedy
    case .locked(let error): error.remedy
    case .file(let error): error.remedy
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .labelTaken, .labelTakenSince, .identityTaken: .usage
    case .locked(let error): error.outcome
    case .notReady(_, _, let outcome): outcome
    case .heldUnreadable, .otherIdentity, .missing, .damaged, .tooNew, .signInMissing, .notOurs,
      .notInTrash, .file:
      .failed
    }
  }
}
