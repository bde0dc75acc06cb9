import EngineCore

/// Keeps sign-ins that codex would remove: see `SignInGuard`.
extension TokenKeeper {
  /// What became of a guard.
  enum GuardOutcome: Hashable, Sendable {
    /// There is nothing to say: the sign-in is in its place, or there was no guard.
    case unchanged
    /// Codex had removed the sign-in, and it was put back; `rule` says by which rule.
    case restored(rule: String)
    /// The sign-in was taken away by a logout, and the guard went too.
    case signedOut
    /// Codex had removed the sign-in, and it could not be put back: one clause says why.
    case lost(rule: String, reason: String)

    /// What to say about an account, nil if nothing.
    func message(about label: String) -> String? {
      switch self {
      case .unchanged, .signedOut: nil
      case .restored(let rule): "codex removed the sign-in of \(label): \(rule). swop put it back."
      case .lost(let rule, let reason):
        "codex removed the sign-in of \(label): \(rule). It could not be put back: \(reason)."
      }
    }
  }

  private static let guardWait = Duration.seconds(25)

  /// Gives an account's sign-in its second name, for as long as runs use it.
  ///
  /// - Returns: Why it could not, one clause; nil if it could.
  func guardSignIn(of account: Account) async -> String? {
    let guards = signInGuard(of: account)
    guard !guards.isInPlace else { return nil }
    do {
      let lock = try await surroundings.locks.acquire(
        .token(account.key), purpose: "guarding the sign-in of \(account.label)",
        wait: Self.guardWait)
      defer { lock.release() }
      // A guard that is ahead of the sign-in holds its newest session.
      if let file = try? await sessionReadAgain(of: account) {
        _ = adoptLeftovers(over: file, of: account)
      }
      try guards.link()
      return nil
    } catch {
      return PlainSentence.clause((error as? any EngineError)?.message ?? "\(error)")
    }
  }

  /// Settles the guard of an account after a run, or after a crash: puts the sign-in back if codex removed
  /// it, and takes the guard away when no run needs it any more.
  ///
  /// - Parameters:
  ///   - account: the account.
  ///   - rule: the rule of codex's configuration that excludes the account, one clause; asked for only if
  ///     the sign-in is gone. Without such a rule the sign-in was taken away by a logout.
  ///   - isInUse: whether runs of the account live; asked under the account's lock.
  /// - Returns: What became of it.
  func settleGuard(
    of account: Account, forcedBy rule: @Sendable () async -> String?,
    isInUse: @Sendable () -> Bool
  ) async -> GuardOutcome {
    let guards = signInGuard(of: account)
    guard guards.exists else { return .unchanged }
    let clause = guards.isAlone ? await rule() : nil
    let lock = try? await surroundings.locks.acquire(
      .token(account.key), purpose: "settling the sign-in of \(account.label)",
      wait: Self.guardWait)
    // The holder of a lock for so long is at work on this sign-in; the next command looks again.
    guard let lock else { return .unchanged }
    defer { lock.release() }
    guard guards.isAlone else {
      await release(guards, of: account, unless: isInUse)
      return .unchanged
    }
    guard let clause else {
      try? guards.remove()
      return .signedOut
    }
    let outcome = await restore(guards, of: account, clause)
    await release(guards, of: account, unless: isInUse)
    return outcome
  }

  private func release(
    _ guards: SignInGuard, of account: Account, unless isInUse: @Sendable () -> Bool
  ) async {
    // A guard that is alone holds the only copy of the sign-in.
    guard guards.exists, !guards.isAlone, !isInUse() else { return }
    if !guards.isInPlace, let file = try? await sessionReadAgain(of: account) {
      _ = adoptLeftovers(over: file, of: account)
    }
    // A guard that stays is found by the next command.
    try? guards.remove()
  }

  /// Puts the session back, if it is the newest one known and not known to be dead.
  private func restore(
    _ guards: SignInGuard, of account: Account, _ rule: String
  ) async -> GuardOutcome {
    do {
      let file = try await guarded(guards, of: account)
      _ = try usable(file, of: account)
      let known = memories[account.id]?.seen?.file.lastRefresh ?? .distantPast
      guard file.lastRefresh ?? .distantPast >= known || !file.mode.isRenewed else {
        return .lost(rule: rule, reason: "its copy is older than its last renewal")
      }
      guard !isMarkedExpired(account, for: file) else {
        return .lost(rule: rule, reason: "its session is over")
      }
      guard try guards.restore() else { return .unchanged }
      return .restored(rule: rule)
    } catch {
      let detail = (error as? any EngineError)?.message ?? "\(error)"
      return .lost(rule: rule, reason: PlainSentence.clause(detail))
    }
  }

  private func guarded(
    _ guards: SignInGuard, of account: Account
  ) async throws(AuthFileError) -> AuthFile {
    try await AuthFileReader(files: surroundings.files, time: surroundings.time).read(guards.path)
  }
}

/// A second name for an account's `auth.json`, beside it. Codex removes the first name when its
/// configuration forces another sign-in; the second keeps the session. Codex renews a session in place,
/// so both names show the newest one; swop replaces it under both by `store`.
///
/// Changes happen under the account's token lock.
struct SignInGuard: Sendable {
  /// The second name's file name. Codex reads no such file.
  static let name = ".swop-auth.json"

  /// The first name: `auth.json`.
  let signIn: FilePath
  private let files: any FileSystem

  /// The guard of a sign-in.
  init(of signIn: FilePath, files: any FileSystem) {
    self.signIn = signIn
    self.files = files
  }

  /// The second name.
  var path: FilePath { signIn.parent / Self.name }

  /// Whether the second name is there.
  var exists: Bool { files.exists(path) }

  /// Whether only the second name is there.
  var isAlone: Bool { exists && !files.exists(signIn) }

  /// Whether both names lead to one file.
  var isInPlace: Bool {
    guard let own = (try? files.status(path)) ?? nil,
      let first = (try? files.status(signIn)) ?? nil
    else { return false }
    return own.kind == .file && own.device == first.device && own.inode == first.inode
  }

  /// Makes the second name lead to the sign-in that is in place.
  ///
  /// - Throws: `FileError` where the file system has no hard links; there is no second name then.
  func link() throws(FileError) {
    guard !isInPlace else { return }
    try remove()
    try files.createHardLink(path, to: signIn)
  }

  /// Replaces the sign-in, under both names if there are two. The second comes first: it never holds less
  /// than the newest session, whatever cuts this short.
  func store(_ data: Data) throws(FileError) {
    guard exists else { return try files.replace(signIn, with: data, mode: .privateFile) }
    let temporary = signIn.parent / TemporaryName.linked
    if files.exists(temporary) { try files.remove(temporary) }
    try files.replace(path, with: data, mode: .privateFile)
    try files.createHardLink(temporary, to: path)
    try files.move(temporary, to: signIn)
  }

  /// Gives the session its first name back, if nothing has it now.
  ///
  /// - Returns: Whether it was given back.
  func restore() throws(FileError) -> Bool {
    do {
      try files.createHardLink(signIn, to: path)
      return true
    } catch {
      guard error.reason == .exists else { throw error }
      return false
    }
  }

  /// Takes the second name away. Twice is once.
  func remove() throws(FileError) {
    do {
      try files.remove(path)
    } catch {
      guard error.reason == .notFound else { throw error }
    }
  }
}
