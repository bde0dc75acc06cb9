package import EngineCore

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
    let folders = TemporaryFolders(configuration.environment)
    if let folder = folders.holding(layout.root, files: configuration.files) {
      await progress(.notice(RunError.temporaryRoot(layout.root, temporary: folder).message))
    }
    if (isolation ?? configuration.settings.isolation) == .relaxed {
      try sandboxes.requireSharedHome()
    }
    try sandboxes.prepareRoot()
    let copy = copiesConfiguration ? try await configurationCopy(progress) : nil
    let account = try await signingIn(label, method, progress) { staging, summary in
      try await self.requireUnheld(summary.identity, salt: self.identitySalt())
      return try await self.accounts.create(
        label, from: staging, signIn: summary, isolation: isolation, configuration: copy)
    }
    note(.accountAdded, account, "added")
    await cleanLeftovers()
    await firstReading(of: account)
    return withReadPlan(account)
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
    return withReadPlan(account)
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
    await endOrphans()
    let staging = try await accounts.beginStaging()
    do {
      let result = try await stagedSignIn(method, staging, progress)
      for warning in result.warnings { await progress(.notice(warning)) }
      let summary = try await summary(of: result.file)
      try Task.checkCancellation()
      return try await finish(staging, summary)
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
      authBase: configuration.addresses.authOverride, http: configuration.http)
    switch method {
    case .browser:
      return try await signIn.throughCodex(
        byCode: false, in: try await homes.home(staging.sandbox), progress: progress)
    case .pastedCallback(let pasted):
      return try await signIn.throughCodex(
        byCode: false, pasted: pasted, in: try await homes.home(staging.sandbox),
        progress: progress)
    case .device:
      return try await signIn.throughCodex(
        byCode: true, in: try await homes.home(staging.sandbox), progress: progress)
    case .apiKey(let key):
      return try signIn.withKey(key, into: staging.sandbox.codexHome)
    case .accessToken(let token) where SignIn.isAgentIdentity(token):
      return try await signIn.withAgentIdentity(token, in: try await homes.home(staging.sandbox))
    case .accessToken(let token):
      return try signIn.withAccessToken(token, into: staging.sandbox.codexHome)
    case .importing(let path):
      let result = try await signIn.importing(path, into: staging.sandbox.codexHome)
      try requireUnsent(result.file)
      return result
    }
  }

  /// What a sign-in says about its account; the server is asked where the file does not say it.
  ///
  /// - Parameters:
  ///   - file: the sign-in.
  ///   - email: the person's address, if someone else knows it.
  /// - Returns: The summary.
  /// - Throws: `SignInError`.
  func summary(of file: AuthFile, email: String? = nil) async throws -> SignInSummary {
    if let token = file.accessToken {
      let owner = try await owner(of: token)
      guard let identity = owner.identity else { throw SignInError.nameless }
      return SignInSummary(
        identity: identity, credential: .accessToken, email: owner.email ?? email,
        plan: owner.plan)
    }
    guard let identity = file.identity(salt: try await identitySalt()) else {
      throw SignInError.nameless
    }
    return SignInSummary(
      identity: identity, credential: file.credential,
      endsAt: file.credential == .agentIdentity ? file.accessTokenExpiresAt : nil,
      email: file.claims?.email ?? email, plan: file.plan)
  }

  private func owner(of token: Redacted<String>) async throws(SignInError) -> IdentityClaims {
    let base = configuration.addresses.authOverride ?? TokenServer.defaultBase
    do {
      return try await TokenServer(base: base, transport: configuration.http).owner(of: token)
    } catch {
      switch error {
      case .refused: throw .tokenRefused
      case .notChecked(let detail): throw .tokenNotChecked(reason: detail)
      }
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
    case .browser, .pastedCallback, .device: break
    case .apiKey, .accessToken, .importing: return nil
    }
    let purpose = "sign-in of \(label)"
    if let lock = try locks.tryAcquire(.signIn, purpose: purpose) { return lock }
    let holder = locks.holder(of: .signIn)
    if holder.isStopped { throw LockError.busy(name: .signIn, holder: holder) }
    await progress(.waitingForOther(sentence: holder.sentence))
    return try await locks.acquire(
      .signIn, purpose: purpose, wait: .seconds(60 * SignIn.minutes))
  }

  /// Ends the codex that a killed sign-in left running: it writes into the folder that is cleaned up next,
  /// and holds the port of the sign-in for as long as the person had.
  private func endOrphans() async {
    let (files, runner) = (configuration.files, configuration.processes)
    for byForce in [false, true] {
      let orphans = SignInProcess.orphans(in: layout.staging, files: files, runner: runner)
      for orphan in orphans { configuration.background.end(orphan, byForce: byForce) }
      // Two seconds for each; codex ends within a few hundredths.
      for _ in 0..<100 where orphans.contains(where: runner.isAlive) {
        guard (try? await configuration.time.sleep(for: .milliseconds(20))) != nil else { return }
      }
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
