import EngineAccounts
import EngineCodex
package import EngineKernel
import EngineRuns
import EngineSandbox
import EngineSettings
import EngineTransfer
import EngineUsage

extension Fleet {
  /// Creates a sandbox and signs in; nothing is left behind if that fails or is cancelled.
  ///
  /// - Parameters:
  ///   - label: the account's label.
  ///   - method: how to sign in.
  ///   - isolation: how far the sandbox is kept apart, nil follows the settings.
  ///   - copiesConfiguration: whether a strict sandbox begins with a copy of the configuration in
  ///     `~/.codex`.
  ///   - progress: hears of each step.
  /// - Returns: The new account.
  /// - Throws: `FleetError.copyNeedsStrict` if a sandbox that shares its configuration was to copy it;
  ///   what the modules throw.
  package func add(
    label: String, method: SignInMethod, isolation: IsolationMode? = nil,
    copiesConfiguration: Bool = false,
    progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account {
    let label = try Label(label)
    try accounts.requireFree(label)
    if copiesConfiguration && (isolation ?? configuration.settings.isolation) != .strict {
      throw FleetError.copyNeedsStrict
    }
    try sandboxes.prepareRoot()
    let copy = copiesConfiguration ? try await configurationCopy(progress) : nil
    let account = try await signingIn(label, method, progress) { staging, summary in
      try await self.accounts.create(
        label, from: staging, signIn: summary, isolation: isolation, configuration: copy)
    }
    note(.accountAdded, account, "added")
    await cleanLeftovers()
    await firstReading(of: account)
    return account
  }

  /// Signs in again in place; the old sign-in stays unless the new one is the same identity.
  package func relogin(
    label: String, method: SignInMethod, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> Account {
    let old = try await account(labelled: label)
    let users = LiveHome(files: configuration.files, runner: configuration.processes)
      .users(of: layout.sandbox(old.key).codexHome)
    for user in users {
      await progress(.notice("\(user.phrase) uses \(old.label) and keeps its old sign-in."))
    }
    let account = try await signingIn(old.label, method, progress) { staging, summary in
      try await self.accounts.replaceSignIn(of: old, from: staging, signIn: summary)
    }
    try configuration.state.updateCondition(of: account.id) { condition in
      condition = AccountCondition()
    }
    note(.accountSignedIn, account, "signed in again")
    await firstReading(of: account)
    return account
  }

  /// The copy of the user's configuration; says what it leaves out.
  private func configurationCopy(
    _ progress: @Sendable (SignInStep) async -> Void
  ) async throws -> ConfigurationCopy {
    let copy = ConfigurationCopy(from: layout.sharedHome, files: configuration.files)
    for path in try copy.leftOut() {
      await progress(.notice("\(path) is not copied, for it is a link or no file."))
    }
    return copy
  }

  /// Signs in inside a staging folder and hands it on; the folder goes whatever happens.
  private func signingIn(
    _ label: Label, _ method: SignInMethod,
    _ progress: @escaping @Sendable (SignInStep) async -> Void,
    then finish: (Staging, SignInSummary) async throws -> Account
  ) async throws -> Account {
    let lock = try await signInLock(for: method, label, progress)
    defer { lock?.release() }
    let staging = try await accounts.beginStaging()
    do {
      let result = try await stagedSignIn(method, staging, progress)
      for warning in result.warnings { await progress(.notice(warning)) }
      let salt = try await identitySalt()
      guard let identity = result.file.identity(salt: salt) else { throw SignInError.nameless }
      try Task.checkCancellation()
      return try await finish(
        staging,
        SignInSummary(
          identity: identity, email: result.file.claims?.email, plan: result.file.plan))
    } catch {
      try? await accounts.discard(staging)
      throw error
    }
  }

  private func stagedSignIn(
    _ method: SignInMethod, _ staging: Staging,
    _ progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws -> SignInResult {
    let signIn = SignIn(
      runner: configuration.processes, files: configuration.files, time: configuration.time,
      authBase: configuration.addresses.authOverride)
    switch method {
    case .browser:
      return try await signIn.throughCodex(
        byCode: false, in: try await homes.home(staging.sandbox), progress: progress)
    case .device:
      return try await signIn.throughCodex(
        byCode: true, in: try await homes.home(staging.sandbox), progress: progress)
    case .apiKey(let key):
      return try signIn.withKey(key, into: staging.sandbox.codexHome)
    case .importing(let path):
      let result = try await signIn.importing(path, into: staging.sandbox.codexHome)
      try requireUnsent(result.file)
      return result
    }
  }

  /// Refuses a copy whose refresh token an import has sent to the server: using it again could sign the
  /// account out everywhere.
  private func requireUnsent(_ file: AuthFile) throws {
    guard file.mode == .chatGPT, let digest = file.credentialFingerprint,
      let sent = try configuration.state.sentToken(digest)
    else { return }
    throw TransferError(
      sent, title: file.claims?.email ?? "This sign-in", label: "LABEL")
  }

  /// One sign-in through codex at a time: its port is one. A second waits and says for whom. A copied
  /// file or a key needs neither the port nor the lock.
  private func signInLock(
    for method: SignInMethod, _ label: Label, _ progress: @Sendable (SignInStep) async -> Void
  ) async throws -> (any HeldLock)? {
    switch method {
    case .browser, .device: break
    case .apiKey, .importing: return nil
    }
    let purpose = "sign-in of \(label)"
    if let lock = try locks.tryAcquire(.signIn, purpose: purpose) { return lock }
    let other = locks.owner(of: .signIn)?.purpose ?? "another sign-in"
    await progress(.waitingForOther(purpose: other))
    return try await locks.acquire(
      .signIn, purpose: purpose, wait: .seconds(60 * SignIn.minutes))
  }

  /// Ends the account's session at the server and takes the sign-in off the disk; what went wrong at the
  /// server, nil if nothing did.
  func signOut(_ account: Account) async -> ErrorReport? {
    let sandbox = layout.sandbox(account.key)
    let failure = await logoutByCodex(account)
    // The session of the second name is over as well.
    try? SignInGuard(of: sandbox.signInFile, files: configuration.files).remove()
    // Codex takes the sign-in away itself; what is still there, codex could not be asked about.
    guard configuration.files.exists(sandbox.signInFile) else { return failure }
    let isEnded = await endSession(in: sandbox)
    // What cannot be removed goes to the trash with the rest, and is marked as ended there.
    try? configuration.files.remove(sandbox.signInFile)
    return isEnded ? nil : failure
  }

  private func logoutByCodex(_ account: Account) async -> ErrorReport? {
    do {
      let home = try await homes.home(of: account)
      return await CodexLogout.run(in: home, runner: configuration.processes)
    } catch {
      return ErrorReport(
        code: "logout_failed", message: error.message,
        remedy: "End the session in the browser, under the account's security settings.")
    }
  }

  /// How long the first look may take. A session that was dead when it came is found out within it:
  /// a refused token is renewed 5 s after the last renewal at the earliest.
  private static let firstLookLimit = Duration.seconds(8)

  /// The first look at the quota of a fresh sign-in; a failure is kept beside the account.
  private func firstReading(of account: Account) async {
    guard !account.identity.isAPIKey else { return }
    _ = await usage.read([account], limit: Self.firstLookLimit)
  }

  func identitySalt() async throws -> IdentitySalt {
    try IdentitySalt.load(
      from: layout.root / "identity.salt", files: configuration.files, random: configuration.random)
  }
}
