import EngineCore

/// The mark of a dead sign-in, which every process sees.
extension TokenKeeper {
  /// Why the session on disk is known to be dead, one clause; nil if nothing says so. Asks no one.
  func knownEnd(of account: Account) async -> String? {
    guard let file = try? await session(of: account), isMarkedExpired(account, for: file) else {
      return nil
    }
    return condition(of: account).expiredReason ?? "the server refused it"
  }

  /// Whether exactly this session is known to be dead.
  func isMarkedExpired(_ account: Account, for file: AuthFile) -> Bool {
    let condition = condition(of: account)
    return condition.isExpired && condition.expiredCredential != nil
      && condition.expiredCredential == file.credentialFingerprint
  }

  /// Marks the account, and tells it once for each session.
  func markExpired(_ account: Account, reason: String, credential: String?) {
    let known = condition(of: account)
    if known.isExpired && known.expiredCredential == credential { return }
    let now = surroundings.time.now()
    change(account) { condition in
      condition.expiredSince = now
      condition.expiredReason = reason
      condition.expiredCredential = credential
    }
    record(.accountExpired, account, "The session of \(account.label) has expired: \(reason).")
  }

  /// Takes the mark away if it was for another session than the one on disk.
  func clearMark(of account: Account, unlessFor file: AuthFile) {
    let known = condition(of: account)
    guard known.isExpired, let dead = known.expiredCredential,
      let live = file.credentialFingerprint, dead != live
    else { return }
    change(account) { condition in
      // Looked at again inside the transaction: another process may have marked the new session.
      guard condition.expiredCredential == dead else { return }
      condition.expiredSince = nil
      condition.expiredReason = nil
      condition.expiredCredential = nil
    }
    record(.tokenAdopted, account, "A newer session of \(account.label) was found on disk.")
  }

  func record(_ kind: EngineEvent.Kind, _ account: Account, _ message: String) {
    surroundings.events.record(
      EngineEvent(at: surroundings.time.now(), kind: kind, about: account, message: message))
  }

  private func condition(of account: Account) -> AccountCondition {
    do {
      return try surroundings.conditions.conditions()[account.id] ?? AccountCondition()
    } catch {
      // Without the store the account counts as unmarked: at worst a dead token is asked once more.
      record(.warning, account, error.message)
      return AccountCondition()
    }
  }

  private func change(_ account: Account, _ body: @Sendable (inout AccountCondition) -> Void) {
    do {
      try surroundings.conditions.updateCondition(of: account.id, body)
    } catch {
      // The caller still gets the truth; only the other processes learn of it later.
      record(.warning, account, error.message)
    }
  }
}

/// What a death or a full disk between buying a session and storing it would cost.
extension TokenKeeper {
  /// More than any sign-in takes, in bytes.
  private static let room = 1 << 15

  /// Puts a session in its place that was bought and written, but whose writer died before that; and
  /// removes what it left else. Does nothing while someone renews.
  func adoptLeftovers(of account: Account) async {
    guard !leftovers(of: account).isEmpty else { return }
    let lock = try? surroundings.locks.tryAcquire(
      .token(account.key), purpose: "cleaning up \(account.label)")
    guard let lock else { return }
    defer { lock.release() }
    // An account without a readable sign-in is none that could be rescued here.
    guard let file = try? await sessionReadAgain(of: account) else { return }
    _ = adoptLeftovers(over: file, of: account)
  }

  /// The same for anyone who holds the account's lock.
  ///
  /// - Returns: The session that is in place now.
  func adoptLeftovers(over file: AuthFile, of account: Account) -> AuthFile {
    var current = file
    for path in leftovers(of: account) {
      if let found = session(at: path), found.isSameAccount(as: current),
        let newer = found.lastRefresh, newer > current.lastRefresh ?? .distantPast
      {
        // What cannot be stored now stays where it is, for the next attempt.
        guard (try? store(found, of: account)) != nil else { continue }
        current = found
        record(.tokenAdopted, account, "A newer session of \(account.label) was found on disk.")
      }
      // A file that stays is found again; the second name of the sign-in has an owner of its own.
      if path.name != SignInGuard.name { try? surroundings.files.remove(path) }
    }
    return current
  }

  /// Takes the room that a new session needs, before the old one is spent for it. It stays taken until
  /// `releaseRoom`, so that a disk that fills meanwhile has room for what was bought.
  ///
  /// - Throws: `CredentialError.notStored`, when nothing is spent yet.
  func reserveRoom(for account: Account) throws(CredentialError) {
    do {
      let room = Data(repeating: 0, count: Self.room)
      try surroundings.files.replace(reserve(of: account), with: room, mode: .privateFile)
    } catch {
      throw .notStored(error)
    }
  }

  /// Gives the room back. What cannot be removed now is found by the next renewal.
  func releaseRoom(for account: Account) {
    try? surroundings.files.remove(reserve(of: account))
  }

  private func reserve(of account: Account) -> FilePath {
    folder(of: account) / TemporaryName.reserved
  }

  private func leftovers(of account: Account) -> [FilePath] {
    let folder = folder(of: account)
    let names = (try? surroundings.files.list(folder)) ?? []
    // A guard that is ahead of the sign-in was written by who died before the sign-in was replaced.
    let guards = signInGuard(of: account)
    return names.filter(TemporaryName.matches).map { folder / $0 }
      + (guards.exists && !guards.isInPlace ? [guards.path] : [])
  }

  private func session(at path: FilePath) -> AuthFile? {
    guard let data = try? surroundings.files.read(path) else { return nil }
    return try? AuthFile(data)
  }

  private func folder(of account: Account) -> FilePath { signInFile(of: account).parent }
}

extension TokenKeeper {
  /// Keeps an account's token ahead of its end while a codex process lives in its home, so that codex
  /// never has to renew it: until the task is cancelled.
  ///
  /// It wakes 15 minutes before the end, every minute at least (a machine may sleep), and every 5 s for
  /// tokens that live shorter than that. Failures are in the event log; the next round tries again.
  nonisolated func keepAhead(of account: Account) async {
    while !Task.isCancelled {
      let pause = await round(account)
      do {
        try await surroundings.time.sleep(for: .seconds(pause))
      } catch {
        return
      }
    }
  }

  /// One look at the token.
  ///
  /// - Returns: Seconds until the next.
  private func round(_ account: Account) async -> Double {
    do throws(CredentialError) {
      _ = try await credentials(for: account)
      return pause(after: try await session(of: account))
    } catch {
      return error.needsSignIn ? 60 : TokenRules.spacingSeconds
    }
  }

  private func pause(after file: AuthFile) -> Double {
    let now = surroundings.time.now()
    guard let end = file.accessTokenExpiresAt else { return 60 }
    let spare = end.timeIntervalSince(now) - TokenRules.leadSeconds
    if spare > 0 { return min(60, spare) }
    let early = TokenRules.pause(after: file.lastRefresh, at: now)
    return early > 0 ? early : TokenRules.spacingSeconds
  }
}

/// What one keeper remembers of one account between renewals.
struct TokenMemory {
  /// A session that was bought but could not be stored: it is stored before anything else is tried.
  struct Unsaved {
    /// The session it replaces, by its fingerprint.
    let replaces: String?
    /// The session.
    let file: AuthFile
  }

  /// The file as last read, and what it looked like on disk.
  var seen: (status: FileStatus, file: AuthFile)?
  /// When this keeper last bought a token.
  var renewedAt: Date?
  /// When the last attempt failed, nil if it did not.
  var failedAt: Date?
  /// Why it failed; one clause.
  var failure = ""
  /// How many attempts failed in a row.
  var failures = 0
  /// A session that still has to be stored.
  var unsaved: Unsaved?

  /// Whether it is too early to try again after a failure: 5 s after the first, twice that after each
  /// further one, a minute at most.
  func isBackingOff(at now: Date) -> Bool {
    guard let failedAt, failures > 0 else { return false }
    let age = now.timeIntervalSince(failedAt)
    let pause = min(60, TokenRules.spacingSeconds * Double(1 << min(failures - 1, 6)))
    return age >= 0 && age < pause
  }

  mutating func noteFailure(_ detail: String, at now: Date) {
    failedAt = now
    failure = detail
    failures += 1
  }

  mutating func noteSuccess(at now: Date) {
    renewedAt = now
    failedAt = nil
    failures = 0
  }
}
