import EngineCore

extension Fleet {
  /// How long to wait for a renewal of the session that is about to end.
  private static let renewalWait = Duration.seconds(25)

  /// Ends the account's session at the server and takes the sign-in off the disk.
  ///
  /// swop asks the server itself: `codex logout` follows a redirect, and so posts the refresh token to
  /// whatever origin an answer names (seen with 307).
  ///
  /// - Returns: What went wrong at the server, nil if nothing did.
  func signOut(_ account: Account) async -> ErrorReport? {
    let sandbox = layout.sandbox(account.key)
    // A renewal under way would leave a living session behind. One that hangs does not keep us from it.
    let lock = try? await locks.acquire(
      .token(account.key), purpose: "signing out of \(account.label)", wait: Self.renewalWait)
    defer { lock?.release() }
    let failure = await sessionEnd(in: sandbox).failure(of: account)
    // The session of the second name is over as well.
    try? SignInGuard(of: sandbox.signInFile, files: configuration.files).remove()
    // What cannot be removed goes to the trash with the rest, and is marked as ended there.
    try? configuration.files.remove(sandbox.signInFile)
    return failure
  }

  /// Asks the server to end the session that a folder holds.
  func sessionEnd(in sandbox: SandboxFolder) async -> SessionEnd {
    let file: AuthFile
    do {
      file = try await AuthFileReader(files: configuration.files, time: configuration.time)
        .read(sandbox.signInFile)
    } catch {
      if case .missing = error { return .nothingToEnd }
      return .unknown(clause: error.clause, remedy: error.remedy)
    }
    switch file.mode {
    // Only the person can take a key back.
    case .apiKey, .accessToken, .agentIdentity, .other: return .nothingToEnd
    case .chatGPT: break
    }
    guard let tokens = file.tokens, tokens.canRefresh else { return .nothingToEnd }
    let base = configuration.addresses.authOverride ?? TokenServer.defaultBase
    let server = TokenServer(base: base, transport: configuration.http)
    guard let flaw = await server.revoke(tokens.refreshToken) else { return .ended }
    return .unknown(clause: flaw, remedy: nil)
  }
}

/// What became of a session that was to end.
enum SessionEnd {
  /// The server said that it ended it.
  case ended
  /// There was nothing that a server could end.
  case nothingToEnd
  /// It may live on; `clause` says why.
  case unknown(clause: String, remedy: String?)

  /// What to tell the person, nil if nothing is left to do.
  fileprivate func failure(of account: Account) -> ErrorReport? {
    switch self {
    case .ended, .nothingToEnd: nil
    case .unknown(let clause, let remedy):
      ErrorReport(
        code: "logout_failed",
        message: "The session of \(account.label) may live on at the server: \(clause).",
        remedy: remedy ?? "End it in the browser, under the account's security settings.")
    }
  }
}
