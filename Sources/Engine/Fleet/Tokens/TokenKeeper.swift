import EngineCore

/// The one refresher of every account's token, together with its like in other processes.
///
/// Refresh tokens are good once, and using one twice can sign the account out everywhere. So every
/// renewal happens under the account's cross-process lock, after reading the file again, and its answer
/// is on disk before anyone sees it. Callers in this process share one renewal.
actor TokenKeeper: CredentialSource {
  let surroundings: TokenSurroundings
  let server: TokenServer
  private let reader: AuthFileReader
  private let authFile: @Sendable (Account) -> FilePath
  private var flights: [AccountID: TokenFlight] = [:]
  var memories: [AccountID: TokenMemory] = [:]
  /// The accounts whose refresh token is with the server now.
  var spending: Set<AccountID> = []
  /// Whether the process is about to end.
  private(set) var isFinishing = false

  /// A keeper.
  ///
  /// - Parameters:
  ///   - surroundings: the world.
  ///   - authBase: the address of the sign-in server, without a path.
  ///   - authFile: where an account's `auth.json` is.
  init(
    _ surroundings: TokenSurroundings, authBase: String = TokenServer.defaultBase,
    authFile: @escaping @Sendable (Account) -> FilePath
  ) {
    self.surroundings = surroundings
    self.authFile = authFile
    server = TokenServer(base: authBase, transport: surroundings.transport)
    reader = AuthFileReader(files: surroundings.files, time: surroundings.time)
  }

  func credentials(for account: Account) async throws(CredentialError) -> Credentials {
    let file = try await session(of: account)
    let credentials = try usable(file, of: account)
    if !file.mode.isRenewed || TokenRules.isFresh(file, at: surroundings.time.now()) {
      return credentials
    }
    return try await obtain(for: account, .ahead)
  }

  func credentials(
    for account: Account, insteadOf refused: Credentials
  ) async throws(CredentialError) -> Credentials {
    let file = try await session(of: account)
    let credentials = try usable(file, of: account)
    if credentials.accessToken != refused.accessToken {
      if !file.mode.isRenewed || TokenRules.isFresh(file, at: surroundings.time.now()) {
        return credentials
      }
    } else if file.mode == .apiKey {
      throw .expired(label: account.label.text, reason: "the server refused its API key")
    } else if file.mode == .accessToken {
      let reason = "the server refused its access token"
      markExpired(account, reason: reason, credential: file.credentialFingerprint)
      throw .expired(label: account.label.text, reason: reason)
    }
    return try await obtain(for: account, .insteadOf(refused.accessToken))
  }

  /// Whether the sign-in lives. For a session this spends a rotation, under the account's lock; a key or
  /// token counts as alive if there is one.
  ///
  /// - Throws: `CredentialError` when that could not be found out.
  func isAlive(_ account: Account) async throws(CredentialError) -> Bool {
    do {
      let file = try await session(of: account)
      if !file.mode.isRenewed { return true }
      _ = try await obtain(for: account, .proof)
      return true
    } catch {
      if error.needsSignIn { return false }
      throw error
    }
  }

  /// Waits until every renewal that is under way has its answer on disk: anyone who ends the process before
  /// that loses the session with it. Each takes 20 s at most.
  ///
  /// Nothing is renewed afterwards; renewals that have sent nothing yet are not waited for.
  func finish() async {
    isFinishing = true
    for id in spending {
      // How it ended is told by its event; only that it ended matters here.
      guard let stream = flights[id]?.join() else { continue }
      for await _ in stream {}
    }
  }

  /// The account's sign-in as it is on disk; read again only if the file changed.
  ///
  /// - Throws: `CredentialError.missing`, `.unreadable` or `.cancelled`.
  func session(of account: Account) async throws(CredentialError) -> AuthFile {
    let path = authFile(account)
    let status = (try? surroundings.files.status(path)) ?? nil
    if let status, let seen = memories[account.id]?.seen, seen.status == status {
      return seen.file
    }
    let file = try await sessionReadAgain(of: account)
    // The status from before the reading: if the file changed meanwhile, the next call reads again.
    if let status { memories[account.id, default: TokenMemory()].seen = (status, file) }
    clearMark(of: account, unlessFor: file)
    return file
  }

  /// The account's sign-in, read from disk in any case.
  func sessionReadAgain(of account: Account) async throws(CredentialError) -> AuthFile {
    let label = account.label.text
    do {
      return try await reader.read(authFile(account))
    } catch {
      switch error {
      case .missing: throw .missing(label: label)
      case .cancelled: throw .cancelled
      case .file(let error) where error.reason == .notPermitted:
        throw .denied(label: label, error)
      case .link, .notFile, .tooLarge, .malformed, .file:
        throw .unreadable(label: label, detail: clause(error.clause))
      }
    }
  }

  /// The file's credentials, if it is a sign-in of this account.
  func usable(_ file: AuthFile, of account: Account) throws(CredentialError) -> Credentials {
    let label = account.label.text
    if case .other(let name) = file.mode {
      let shown = PrintableText.shortened(name, to: 40)
      throw .unreadable(label: label, detail: "it signs in as \(shown), which swop does not handle")
    }
    if let end = account.endsAt, !file.mode.isRenewed, end <= surroundings.time.now() {
      throw .expired(label: label, reason: "its access token has expired")
    }
    if file.mode == .agentIdentity { throw .codexOnly(label: label) }
    guard let credentials = file.credentials else { throw .missing(label: label) }
    // A personal access token does not say whose it is; the account was asked for when it was added.
    if file.mode == .accessToken, let accountID = account.identity.chatGPTAccountID {
      return Credentials(
        accessToken: credentials.accessToken, accountID: accountID, expiresAt: account.endsAt)
    }
    let belongs =
      switch (account.identity, file.mode) {
      case (.apiKey, .apiKey): true
      case (.chatGPT, .chatGPT):
        file.chatGPTIdentity.map { $0 == account.identity } ?? true
      default: false
      }
    guard belongs else {
      throw .unreadable(label: label, detail: "it holds another person's sign-in")
    }
    return credentials
  }

  /// Where the account's sign-in is.
  func signInFile(of account: Account) -> FilePath { authFile(account) }

  /// Replaces the account's sign-in on disk.
  func store(_ file: AuthFile, of account: Account) throws(FileError) {
    try file.write(under: signInGuard(of: account))
  }

  /// What keeps the account's sign-in while codex runs.
  nonisolated func signInGuard(of account: Account) -> SignInGuard {
    SignInGuard(of: authFile(account), files: surroundings.files)
  }

  /// Waits for a renewal that meets the demand; starts one as soon as none is under way.
  private func obtain(
    for account: Account, _ demand: TokenDemand
  ) async throws(CredentialError) -> Credentials {
    for _ in 0..<5 {
      guard flights[account.id] != nil else {
        start(account, demand)
        return try await join(account)
      }
      do {
        let credentials = try await join(account)
        if demand.isMet(by: credentials) { return credentials }
      } catch {
        // A renewal that others asked for may fail where this caller would be content with less.
        if error.needsSignIn || error == .cancelled { throw error }
      }
    }
    throw .busy(label: account.label.text)
  }

  private func start(_ account: Account, _ demand: TokenDemand) {
    flights[account.id] = TokenFlight()
    Task(name: "renew \(account.key)") {
      let outcome = await self.renew(account, demand)
      self.land(account.id, outcome)
    }
  }

  private func join(_ account: Account) async throws(CredentialError) -> Credentials {
    guard let stream = flights[account.id]?.join() else { throw .cancelled }
    for await outcome in stream { return try outcome.get() }
    throw .cancelled
  }

  private func land(_ id: AccountID, _ outcome: TokenFlight.Outcome) {
    flights.removeValue(forKey: id)?.land(outcome)
  }

  private func clause(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}

/// What a caller wants from a session.
enum TokenDemand: Sendable {
  /// A token with time left.
  case ahead
  /// A token other than one that a server refused.
  case insteadOf(Redacted<String>)
  /// Proof that the session lives: a renewal in any case.
  case proof

  /// Whether credentials that someone else's renewal gave are what is wanted. Proof only comes from a
  /// renewal of its own.
  func isMet(by credentials: Credentials) -> Bool {
    switch self {
    case .ahead: true
    case .proof: false
    case .insteadOf(let refused): credentials.accessToken != refused
    }
  }
}

/// Everything outside that renewing a token touches.
struct TokenSurroundings: Sendable {
  /// Where the sign-in files are.
  let files: any FileSystem
  /// The clock.
  let time: any TimeSource
  /// The way to the token server.
  let transport: any HTTPTransport
  /// The locks that keep one refresher per account across processes.
  let locks: LockRoom
  /// Where a dead sign-in is noted, for every process.
  let conditions: any ConditionStore
  /// Who is told.
  let events: any EventSink
  /// Keeps Ctrl-C away while a token is bought.
  let shield: any InterruptShield

  /// Surroundings of their parts.
  init(
    files: any FileSystem, time: any TimeSource, transport: any HTTPTransport, locks: LockRoom,
    conditions: any ConditionStore, events: any EventSink,
    shield: any InterruptShield = NoShield()
  ) {
    self.files = files
    self.time = time
    self.transport = transport
    self.locks = locks
    self.conditions = conditions
    self.events = events
    self.shield = shield
  }
}

/// When a token is renewed.
enum TokenRules {
  /// This long before its end a token is renewed, in seconds: codex itself starts at 5 minutes, and
  /// must never have to.
  static let leadSeconds: Double = 900
  /// One account's token is never renewed twice within this time, in seconds.
  static let spacingSeconds: Double = 5
  /// A token that does not say when it ends is renewed when its last renewal is this old, in seconds:
  /// 8 days, as codex does.
  static let opaqueSeconds: Double = 8 * 86_400

  /// Whether a session is good enough to hand out without renewing it.
  static func isFresh(_ file: AuthFile, at now: Date) -> Bool {
    if let end = file.accessTokenExpiresAt { return end.timeIntervalSince(now) > leadSeconds }
    guard let last = file.lastRefresh else { return true }
    return now.timeIntervalSince(last) < opaqueSeconds
  }

  /// Whether a server would still take the access token, as far as its end says.
  static func isValid(_ file: AuthFile, at now: Date) -> Bool {
    file.credentials != nil && (file.accessTokenExpiresAt.map { $0 > now } ?? true)
  }

  /// Seconds until the session may be renewed again, 0 if it may now. A renewal that seems to be in
  /// the future is a clock that was set back, and does not count.
  static func pause(after last: Date?, at now: Date) -> Double {
    guard let last else { return 0 }
    let age = now.timeIntervalSince(last)
    return age >= 0 && age < spacingSeconds ? spacingSeconds - age : 0
  }
}
