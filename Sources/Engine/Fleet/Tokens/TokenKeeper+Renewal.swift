import EngineCore

/// One renewal: everything between taking the account's lock and letting it go.
extension TokenKeeper {
  /// How an attempt under the lock ended.
  private enum Attempt {
    case done(TokenFlight.Outcome)
    /// The token was renewed moments ago; try again in so many seconds, without the lock.
    case tooEarly(Double)
  }

  /// Longer than one renewal by someone else can take.
  private static let lockWait = Duration.seconds(25)
  /// How long a newer session on disk is waited for after `refresh_token_reused`; a second in all.
  private static let adoptionPauses: [Duration] = [50, 150, 300, 500].map { .milliseconds($0) }

  /// Renews, or finds that someone else did.
  func renew(_ account: Account, _ demand: TokenDemand) async -> TokenFlight.Outcome {
    do throws(CredentialError) {
      for _ in 0..<3 {
        switch try await attempt(account, demand) {
        case .done(let outcome): return outcome
        case .tooEarly(let seconds):
          do {
            try await surroundings.time.sleep(for: .seconds(seconds))
          } catch {
            return .failure(.cancelled)
          }
        }
      }
      throw .busy(label: account.label.text)
    } catch {
      return .failure(error)
    }
  }

  private func attempt(
    _ account: Account, _ demand: TokenDemand
  ) async throws(CredentialError) -> Attempt {
    let lock: any HeldLock
    do {
      lock = try await surroundings.locks.acquire(
        .token(account.key), purpose: "renewing the session of \(account.label)",
        wait: Self.lockWait)
    } catch {
      return .done(await withoutLock(account, demand, error))
    }
    defer { lock.release() }
    var file = try await sessionReadAgain(of: account)
    file = try storeUnsaved(over: file, of: account)
    file = adoptLeftovers(over: file, of: account)
    let credentials = try usable(file, of: account)
    clearMark(of: account, unlessFor: file)
    if isEnough(file, credentials, for: demand) { return .done(.success(credentials)) }
    if isMarkedExpired(account, for: file) {
      throw .expired(label: account.label.text, reason: "the server refused to renew it")
    }
    guard let tokens = file.tokens, tokens.canRefresh else {
      throw dead(account, file, "it holds no refresh token")
    }
    let now = surroundings.time.now()
    let pause = pauseSeconds(account, file, at: now)
    if pause > 0 {
      let content = isContent(with: file, demand)
      return content ? .done(.success(credentials)) : .tooEarly(pause)
    }
    if memories[account.id]?.isBackingOff(at: now) == true {
      let detail = memories[account.id]?.failure ?? ""
      return .done(tolerated(file, credentials, of: account, demand, detail: detail))
    }
    return .done(try await spend(file, tokens, of: account, demand))
  }

  /// Buys new tokens and stores them before anything else happens.
  private func spend(
    _ file: AuthFile, _ tokens: AuthTokens, of account: Account, _ demand: TokenDemand
  ) async throws(CredentialError) -> TokenFlight.Outcome {
    guard !isFinishing else { throw .cancelled }
    try reserveRoom(for: account)
    defer { releaseRoom(for: account) }
    spending.insert(account.id)
    surroundings.shield.raise()
    defer {
      surroundings.shield.lower()
      spending.remove(account.id)
    }
    switch await server.renew(with: tokens.refreshToken) {
    case .renewed(let renewed):
      return .success(try await keep(renewed, over: file, of: account))
    case .failed(let detail, let mayBeSpent):
      let now = surroundings.time.now()
      memories[account.id, default: TokenMemory()].noteFailure(detail, at: now)
      let doubt = mayBeSpent ? "; its refresh token may be spent" : ""
      record(
        .warning, account, "The session of \(account.label) was not renewed: \(detail)\(doubt).")
      guard let credentials = file.credentials else { throw .missing(label: account.label.text) }
      return tolerated(file, credentials, of: account, demand, detail: detail)
    case .dead(let death):
      return try await answer(death, to: file, of: account, demand)
    }
  }

  private func keep(
    _ renewed: RenewedTokens, over file: AuthFile, of account: Account
  ) async throws(CredentialError) -> Credentials {
    let now = surroundings.time.now()
    let fresh = file.replacing(renewed, at: now)
    guard fresh.isSameAccount(as: file) else {
      record(
        .warning, account, "The server answered \(account.label) with another account's session.")
      throw .unavailable(
        label: account.label.text, detail: "the server answered with another account's session")
    }
    memories[account.id, default: TokenMemory()].noteSuccess(at: now)
    // Someone without our lock (codex, a person signing in) may have written meanwhile: theirs stays.
    if let newer = try await changed(since: file, of: account) {
      record(.tokenAdopted, account, "A newer session of \(account.label) was found on disk.")
      return try usable(newer, of: account)
    }
    try save(fresh, replacing: file.credentialFingerprint, of: account)
    return try usable(fresh, of: account)
  }

  /// The session on disk if it is no longer `file`'s; nil if it is, or cannot be read any more.
  private func changed(
    since file: AuthFile, of account: Account
  ) async throws(CredentialError) -> AuthFile? {
    do {
      let disk = try await sessionReadAgain(of: account)
      return disk.credentialFingerprint == file.credentialFingerprint ? nil : disk
    } catch {
      switch error {
      // A sign-in that was taken away meanwhile is not brought back.
      case .missing, .cancelled: throw error
      case .expired, .unreadable, .denied, .codexOnly, .busy, .unavailable, .notStored: return nil
      }
    }
  }

  private func save(
    _ file: AuthFile, replacing old: String?, of account: Account
  ) throws(CredentialError) {
    do {
      try storePersistently(file, of: account)
    } catch {
      memories[account.id, default: TokenMemory()].unsaved = .init(replaces: old, file: file)
      record(
        .warning, account, "The new session of \(account.label) is not stored: \(error.message)")
      throw .notStored(error)
    }
    memories[account.id]?.unsaved = nil
    record(.tokenRefreshed, account, "The session of \(account.label) was renewed.")
  }

  /// Stores what was bought, if need be at the third attempt: the old session is spent, and a command that
  /// ends now takes the new one with it. A disk's fault of a moment must not cost the sign-in.
  private func storePersistently(_ file: AuthFile, of account: Account) throws(FileError) {
    for _ in 1...2 {
      do {
        return try store(file, of: account)
      } catch {
        // The disk may have filled up since the room was taken: now it is used.
        releaseRoom(for: account)
      }
    }
    try store(file, of: account)
  }

  /// Stores a session that could not be stored when it was bought, unless the disk has moved on.
  private func storeUnsaved(
    over file: AuthFile, of account: Account
  ) throws(CredentialError) -> AuthFile {
    guard let unsaved = memories[account.id]?.unsaved else { return file }
    guard unsaved.replaces == file.credentialFingerprint else {
      memories[account.id]?.unsaved = nil
      return file
    }
    try save(unsaved.file, replacing: unsaved.replaces, of: account)
    return unsaved.file
  }

  /// A dead sign-in counts only if the disk holds nothing newer: codex may have spent the token first,
  /// and writes a moment after its answer has come.
  private func answer(
    _ death: TokenServer.Death, to file: AuthFile, of account: Account, _ demand: TokenDemand
  ) async throws(CredentialError) -> TokenFlight.Outcome {
    var disk = try await sessionReadAgain(of: account)
    for pause in death == .reused ? Self.adoptionPauses : []
    where disk.credentialFingerprint == file.credentialFingerprint {
      do {
        try await surroundings.time.sleep(for: pause)
      } catch {
        throw .cancelled
      }
      disk = try await sessionReadAgain(of: account)
    }
    guard disk.credentialFingerprint != file.credentialFingerprint else {
      throw dead(account, file, death.clause)
    }
    let credentials = try usable(disk, of: account)
    record(.tokenAdopted, account, "A newer session of \(account.label) was found on disk.")
    guard demand.isMet(by: credentials), TokenRules.isValid(disk, at: surroundings.time.now())
    else {
      throw .unavailable(label: account.label.text, detail: "its session changed meanwhile")
    }
    return .success(credentials)
  }

  /// Notes a dead sign-in for every process.
  ///
  /// - Returns: The error that says so.
  private func dead(_ account: Account, _ file: AuthFile, _ reason: String) -> CredentialError {
    markExpired(account, reason: reason, credential: file.credentialFingerprint)
    return .expired(label: account.label.text, reason: reason)
  }

  /// The token that is still good although it could not be renewed, if the caller can use it.
  private func tolerated(
    _ file: AuthFile, _ credentials: Credentials, of account: Account, _ demand: TokenDemand,
    detail: String
  ) -> TokenFlight.Outcome {
    if isContent(with: file, demand) { return .success(credentials) }
    return .failure(.unavailable(label: account.label.text, detail: detail))
  }

  private func withoutLock(
    _ account: Account, _ demand: TokenDemand, _ error: LockError
  ) async -> TokenFlight.Outcome {
    do throws(CredentialError) {
      switch error {
      case .cancelled: throw .cancelled
      case .unusable(let error): throw .notStored(error)
      case .busy(_, let holder):
        let file = try await sessionReadAgain(of: account)
        let credentials = try usable(file, of: account)
        guard isContent(with: file, demand) else {
          throw .busy(label: account.label.text, holder: holder)
        }
        return .success(credentials)
      }
    } catch {
      return .failure(error)
    }
  }

  /// Whether the session on disk is what is asked for, so that nothing need be bought.
  private func isEnough(
    _ file: AuthFile, _ credentials: Credentials, for demand: TokenDemand
  ) -> Bool {
    let now = surroundings.time.now()
    return switch demand {
    case .ahead: !file.mode.isRenewed || TokenRules.isFresh(file, at: now)
    case .insteadOf(let refused):
      credentials.accessToken != refused && TokenRules.isFresh(file, at: now)
    case .proof: !file.mode.isRenewed
    }
  }

  /// Whether a session that should be renewed will do for now.
  private func isContent(with file: AuthFile, _ demand: TokenDemand) -> Bool {
    guard let credentials = file.credentials else { return false }
    return demand.isMet(by: credentials) && TokenRules.isValid(file, at: surroundings.time.now())
  }

  private func pauseSeconds(_ account: Account, _ file: AuthFile, at now: Date) -> Double {
    max(
      TokenRules.pause(after: file.lastRefresh, at: now),
      TokenRules.pause(after: memories[account.id]?.renewedAt, at: now))
  }
}

extension TokenKeeper {
  func markDead(_ account: Account, refused: Credentials) async {
    // Without a readable sign-in there is nothing to mark: anyone who asks for it is told so.
    guard let file = try? await session(of: account),
      file.credentials?.accessToken == refused.accessToken
    else { return }
    markExpired(
      account, reason: "the server refused it (401)", credential: file.credentialFingerprint)
  }
}

/// One renewal in progress, and the callers in this process that wait for it.
struct TokenFlight {
  /// What came of it.
  typealias Outcome = Result<Credentials, CredentialError>

  private var waiters: [AsyncStream<Outcome>.Continuation] = []

  /// Adds a caller. Its stream gives the outcome, or ends without one when the caller is cancelled: the
  /// renewal itself goes on, because a token that was bought must be stored.
  mutating func join() -> AsyncStream<Outcome> {
    let (stream, continuation) = AsyncStream<Outcome>.makeStream()
    waiters.append(continuation)
    return stream
  }

  /// Hands the outcome to everyone.
  func land(_ outcome: Outcome) {
    for waiter in waiters {
      waiter.yield(outcome)
      waiter.finish()
    }
  }
}
