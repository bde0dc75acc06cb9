package import EngineCore

/// What a death or a full disk between buying a session and storing it would cost.
extension TokenKeeper {
  /// More than any sign-in takes, in bytes.
  private static let room = 1 << 15

  /// Puts a session in its place that was bought and written, but whose writer died before that; and
  /// removes what it left else. Does nothing while somebody renews.
  package func adoptLeftovers(of account: Account) async {
    guard !leftovers(of: account).isEmpty else { return }
    let lock = try? surroundings.locks.tryAcquire(
      .token(account.key), purpose: "cleaning up \(account.label)")
    guard let lock else { return }
    defer { lock.release() }
    // An account without a readable sign-in is none that could be rescued here.
    guard let file = try? await sessionReadAgain(of: account) else { return }
    _ = adoptLeftovers(over: file, of: account)
  }

  /// The same for whoever holds the account's lock.
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
