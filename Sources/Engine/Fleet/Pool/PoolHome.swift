package import EngineCore

/// The lasting home of rotated runs: configuration and conversations as in any sandbox, and a sign-in
/// that only swop's own proxy takes.
package struct PoolHome: Sendable {
  private let sandboxes: SandboxStore
  private let files: any FileSystem
  private let locks: LockRoom
  private let tokens: ClientTokens
  private let random: any RandomSource
  private let runner: any ProcessRunner

  private static let patience = Duration.seconds(10)

  /// The pool's home of a root.
  package init(
    sandboxes: SandboxStore, files: any FileSystem, locks: LockRoom, tokens: ClientTokens,
    random: any RandomSource, runner: any ProcessRunner
  ) {
    self.sandboxes = sandboxes
    self.files = files
    self.locks = locks
    self.tokens = tokens
    self.random = random
    self.runner = runner
  }

  /// The folder.
  package var folder: SandboxFolder { sandboxes.layout.pool }

  /// Makes the home ready for a run: what `SandboxStore.prepare` does, and the sign-in.
  ///
  /// - Returns: What was found, repaired or left.
  /// - Throws: `SandboxError` or `RotationError`.
  package func prepare(
    mode: IsolationMode, sharesHistory: Bool
  ) async throws -> [SandboxFinding] {
    try files.createFolder(folder.codexHome, mode: .privateFolder)
    if mode == .strict { try files.createFolder(folder.home, mode: .privateFolder) }
    let findings = try await sandboxes.prepare(.pool, mode: mode, sharesHistory: sharesHistory)
    if try token() == nil { try await renewSignIn() }
    return findings
  }

  /// Notes that this process begins to use the sign-in, and renews that where `PoolUsers` says so: a codex
  /// that runs there is turned away once, reads the file again and goes on.
  ///
  /// - Throws: `RotationError` or `FileError`; nothing is noted then.
  package func enter(for use: PoolUsers.Use) async throws {
    let lock = try await locks.acquire(.pool, purpose: "signing the pool in", wait: Self.patience)
    defer { lock.release() }
    var users = users
    if try users.enter(runner.current, for: use, isAlive: runner.isAlive) || token() == nil {
      try signInAgain()
    }
    try write(users)
  }

  /// Notes that this process has ended its use in good order. What cannot be noted makes the next user
  /// renew the sign-in, which is all that it is for.
  package func leave() async {
    guard
      let lock = try? await locks.acquire(
        .pool, purpose: "leaving the pool", wait: Self.patience)
    else { return }
    defer { lock.release() }
    var users = users
    users.leave(runner.current)
    try? write(users)
  }

  private var usersFile: FilePath { folder.path / "users.json" }

  private var users: PoolUsers {
    guard let data = try? files.read(usersFile) else { return PoolUsers() }
    return (try? JSONDecoder().decode(PoolUsers.self, from: data)) ?? PoolUsers()
  }

  private func write(_ users: PoolUsers) throws {
    try files.createFolder(folder.path, mode: .privateFolder)
    try files.replace(usersFile, with: try JSONEncoder().encode(users), mode: .privateFile)
  }

  /// The token that codex shows there, nil if there is none or the proxy would not take it.
  package func token() throws(RotationError) -> Redacted<String>? {
    let data: Data?
    do {
      // The folder may be gone; a link could lead anywhere and is never followed.
      guard try files.status(folder.signInFile)?.kind == .file else { return nil }
      data = try files.readIfPresent(folder.signInFile)
    } catch {
      throw .file(error)
    }
    guard let data, let file = try? AuthFile(data), let token = file.credentials?.accessToken,
      file.accountID == PoolSignIn.accountID,
      try tokens.isKept(token, as: ClientTokens.poolName)
    else { return nil }
    return token
  }

  private func renewSignIn() async throws {
    let lock = try await locks.acquire(
      .pool, purpose: "signing the pool in", wait: Self.patience)
    defer { lock.release() }
    // Another process may have done it in the meantime.
    guard try token() == nil else { return }
    try signInAgain()
  }

  private func signInAgain() throws {
    let token = PoolSignIn.freshToken(from: random)
    // First the digest: a codex must never show a token that the proxy does not know yet.
    try tokens.keep(ClientTokens.poolName, token, replacing: true)
    try PoolSignIn.file(token: token).write(to: folder.signInFile, files: files)
  }
}
