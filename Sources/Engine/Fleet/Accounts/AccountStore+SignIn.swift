package import EngineCore

extension AccountStore {
  /// Makes a place for a sign-in. Places of processes that died are cleaned up first.
  package func beginStaging() throws(AccountsError) -> Staging {
    _ = try cleanStaging()
    try withFiles { () throws(FileError) in
      try files.createFolder(layout.staging, mode: .privateFolder)
    }
    while true {
      let id = Hexadecimal.text(random.bytes(8))
      // A cleaner may hold the fresh lock file for a moment; then another name is taken.
      guard let lock = try lockOfStaging(id) else { continue }
      let sandbox = layout.staged(id)
      try withFiles { () throws(FileError) in
        try files.createFolder(sandbox.codexHome, mode: .privateFolder)
      }
      return Staging(id: id, sandbox: sandbox, lock: lock)
    }
  }

  /// Removes a sign-in's place with everything in it. Twice is once.
  func discard(_ staging: Staging) throws(AccountsError) {
    defer { staging.release() }
    try removeStaging(staging.id)
  }

  /// Makes an account of a finished sign-in: built completely in the staging folder, then moved to its
  /// place in one step.
  ///
  /// - Parameters:
  ///   - label: its label.
  ///   - staging: where the sign-in left its file.
  ///   - signIn: whose sign-in it is.
  ///   - isolation: the mode asked for, nil follows the settings.
  ///   - configuration: what is copied into the sandbox, nil for nothing.
  /// - Returns: The new account.
  /// - Throws: `AccountsError`; the sign-in's place is left for the caller to discard.
  package func create(
    _ label: Label, from staging: Staging, signIn: SignInSummary, isolation: IsolationMode? = nil,
    configuration: ConfigurationCopy? = nil
  ) async throws(AccountsError) -> Account {
    let credential = try stagedSignIn(staging)
    let account = try await withLocks([.accounts], "adding \(label)") {
      () throws(AccountsError) in
      let listing = try reader.accounts()
      try Self.requireFree(label, in: listing, except: nil)
      if let holder = listing.account(holding: signIn.identity) {
        throw AccountsError.identityTaken(holder: holder.label.text)
      }
      let account = Account(
        id: AccountID(from: random),
        key: AccountKey(label: label, taken: try reader.takenKeys()), label: label,
        createdAt: FileDate(time.now()).date, identity: signIn.identity,
        credential: signIn.credential, endsAt: signIn.endsAt, email: signIn.email,
        plan: signIn.plan, isolation: isolation)
      try build(account, credential, configuration, in: staging.finished)
      try withFiles { () throws(FileError) in
        try files.createFolder(layout.accounts, mode: .privateFolder)
        try files.moveWithoutReplacing(
          staging.finished.path, to: layout.sandbox(account.key).path)
      }
      return account
    }
    // The account exists; what the sign-in left is cleaned up now or by the next process.
    try? discard(staging)
    return account
  }

  /// Puts a new sign-in in the place of an account's old one.
  ///
  /// - Parameters:
  ///   - account: the account.
  ///   - staging: where the sign-in left its file.
  ///   - signIn: whose sign-in it is.
  /// - Returns: The account with the address and plan of the new sign-in.
  /// - Throws: `AccountsError.otherIdentity` if it is someone else's; the old one stays.
  func replaceSignIn(
    of account: Account, from staging: Staging, signIn: SignInSummary
  ) async throws(AccountsError) -> Account {
    let credential = try stagedSignIn(staging)
    let purpose = "signing in to \(account.label)"
    let locks: [LockName] = [.sandbox(account.key), .token(account.key)]
    let renewed = try await withLocks(locks, purpose) { () throws(AccountsError) in
      var renewed = try current(account)
      guard renewed.identity == signIn.identity else {
        let holder = try reader.accounts().account(holding: signIn.identity)
        throw AccountsError.otherIdentity(
          label: renewed.label.text, holder: holder?.label.text)
      }
      renewed.credential = signIn.credential
      renewed.endsAt = signIn.endsAt
      renewed.email = signIn.email ?? renewed.email
      renewed.plan = signIn.plan ?? renewed.plan
      let sandbox = layout.sandbox(renewed.key)
      try withFiles { () throws(FileError) in
        try files.createFolder(sandbox.codexHome, mode: .privateFolder)
        try SignInGuard(of: sandbox.signInFile, files: files).store(credential.reveal())
      }
      try write(renewed, to: sandbox)
      return renewed
    }
    try? discard(staging)
    return renewed
  }

  /// Removes what dead processes left in the staging folder, but for a session that an import bought.
  ///
  /// - Returns: What was removed.
  func cleanStaging() throws(AccountsError) -> [FilePath] {
    TemporaryRecord.removeAbandoned(in: layout.staging, files: files)
    let names = try withFiles { () throws(FileError) in
      files.exists(layout.staging) ? try files.list(layout.staging) : []
    }
    var removed: [FilePath] = []
    for id in Set(names.map(Self.stagingID)).sorted() {
      guard let lock = try lockOfStaging(id) else { continue }
      defer { lock.release() }
      if isInterruptedImport(id) { continue }
      do {
        try removeStaging(id)
      } catch {
        // Something that a killed sign-in left running still writes there: the next cleaning takes it.
        if case .file(let error) = error, error.reason == .notEmpty { continue }
        throw error
      }
      removed.append(layout.staging / id)
    }
    return removed
  }

  private static let lockSuffix = ".lock"

  private static func stagingID(_ name: String) -> String {
    name.hasSuffix(lockSuffix) ? String(name.dropLast(lockSuffix.count)) : name
  }

  /// The lock of a sign-in's place, nil while its process lives.
  func lockOfStaging(_ id: String) throws(AccountsError) -> (any HeldLock)? {
    try withFiles { () throws(FileError) in
      try files.tryLock(layout.staging / (id + Self.lockSuffix))
    }
  }

  /// The lock file goes last: as long as it is there, someone knows of the rest.
  private func removeStaging(_ id: String) throws(AccountsError) {
    try withFiles { () throws(FileError) in
      try files.removeTree(layout.staging / id)
      try files.removeTree(layout.staging / (id + Self.lockSuffix))
    }
  }

  private func stagedSignIn(_ staging: Staging) throws(AccountsError) -> Redacted<Data> {
    let path = staging.sandbox.signInFile
    return try withFiles { () throws(FileError) -> Redacted<Data>? in
      guard try files.status(path)?.kind == .file else { return nil }
      let data = try files.read(path)
      return data.isEmpty ? nil : Redacted(data)
    }.orThrow(.signInMissing(path: path))
  }

  private func build(
    _ account: Account, _ credential: Redacted<Data>, _ configuration: ConfigurationCopy?,
    in sandbox: SandboxFolder
  ) throws(AccountsError) {
    try withFiles { () throws(FileError) in
      // An earlier attempt may have failed on a label or a full disk.
      try files.removeTree(sandbox.path)
      try files.createFolder(sandbox.codexHome, mode: .privateFolder)
      try configuration?.copy(into: sandbox.codexHome)
      try files.replace(sandbox.signInFile, with: credential.reveal(), mode: .privateFile)
    }
    try write(account, to: sandbox)
  }
}

extension Optional where Wrapped: Sendable {
  /// The value, or an error if there is none.
  fileprivate func orThrow(_ error: AccountsError) throws(AccountsError) -> Wrapped {
    guard let self else { throw error }
    return self
  }
}

/// What a sign-in says about its account; it carries no secret.
package struct SignInSummary: Hashable, Sendable {
  /// Whose sign-in it is.
  var identity: Identity
  /// What kind of sign-in it is.
  var credential: CredentialKind
  /// When it ends for good, nil if it does not or that is unknown.
  var endsAt: Date?
  /// Its address, for people.
  var email: String?
  /// Its plan.
  var plan: Plan?

  /// A summary of its parts.
  package init(
    identity: Identity, credential: CredentialKind = .standard, endsAt: Date? = nil,
    email: String? = nil, plan: Plan? = nil
  ) {
    self.identity = identity
    self.credential = credential
    self.endsAt = endsAt
    self.email = email
    self.plan = plan
  }
}

/// The place of a sign-in in progress. It belongs to this process as long as the value lives; when the
/// process dies, the place is cleaned up by the next process.
package final class Staging: Sendable {
  /// Its name in the staging folder.
  let id: String
  /// Where codex signs in: `codexHome` is its `CODEX_HOME`, `signInFile` what it leaves behind.
  package let sandbox: SandboxFolder
  private let lock: any HeldLock

  init(id: String, sandbox: SandboxFolder, lock: any HeldLock) {
    self.id = id
    self.sandbox = sandbox
    self.lock = lock
  }

  /// Where the new sandbox is built before it moves to its place: beside what the sign-in left.
  var finished: SandboxFolder { SandboxFolder(sandbox.path / "account") }

  func release() { lock.release() }
}
