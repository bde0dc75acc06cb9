import EngineCore

/// The lasting home of rotated runs: configuration and conversations as in any sandbox, and a sign-in
/// that only swop's own proxy takes.
struct PoolHome: Sendable {
  private let sandboxes: SandboxStore
  private let files: any FileSystem
  private let locks: LockRoom
  private let tokens: ClientTokens
  private let random: any RandomSource
  private let runner: any ProcessRunner

  private static let patience = Duration.seconds(10)

  /// The pool's home of a root.
  init(
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
  var folder: SandboxFolder { sandboxes.layout.pool }

  /// Makes the home ready for a run: what `SandboxStore.prepare` does, and the sign-in.
  ///
  /// - Returns: What was found, repaired or left.
  /// - Throws: `SandboxError` or `RotationError`.
  func prepare(
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
  func enter(for use: PoolUsers.Use) async throws {
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
  func leave() async {
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
  func token() throws(RotationError) -> Redacted<String>? {
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

/// The sign-in of the pool: looks like one of ChatGPT to codex and holds nothing that is good anywhere
/// but at swop's own proxy.
enum PoolSignIn {
  /// What stands for e-mail, user and account.
  static let accountID = "pool"

  /// The e-mail that codex shows.
  static let email = "pool@swop.local"

  /// The end of the tokens: far enough that codex never renews them (1 January 2100, in seconds since
  /// 1970).
  private static let expiry = 4_102_444_800

  /// A fresh token for the pool: an unsigned web token around 32 random bytes. Codex takes a token that
  /// names no end for old after eight days, so it cannot be the bare bytes.
  static func freshToken(from random: any RandomSource) -> Redacted<String> {
    token(["exp": .number(String(expiry)), "jti": .string(Hexadecimal.text(random.bytes(32)))])
  }

  /// The `auth.json` whose access token is `token`.
  static func file(token: Redacted<String>) -> AuthFile {
    let claims: JSONValue = [
      "email": .string(email), "exp": .number(String(expiry)), "sub": .string(accountID),
      "https://api.openai.com/auth": [
        "chatgpt_plan_type": "pro", "chatgpt_user_id": .string(accountID),
        "chatgpt_account_id": .string(accountID),
      ],
    ]
    let tokens = AuthTokens(
      idToken: Self.token(claims), accessToken: token, refreshToken: Redacted("none"),
      accountID: accountID)
    return AuthFile(tokens: tokens, at: Date(timeIntervalSince1970: 1_767_225_600))
  }

  private static func token(_ claims: JSONValue) -> Redacted<String> {
    let header: JSONValue = ["alg": "none", "typ": "JWT"]
    let parts = [JSONWriter.line(header), JSONWriter.line(claims), "unsigned"]
    return Redacted(parts.map { Base64URL.text(Array($0.utf8)) }.joined(separator: "."))
  }
}

/// Base64url without padding (RFC 4648, section 5), as web tokens have it.
enum Base64URL {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".unicodeScalars)

  /// The text of bytes.
  static func text(_ bytes: [UInt8]) -> String {
    var result = String.UnicodeScalarView()
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0...group.count {
        result.append(alphabet[bits >> (18 - 6 * place) & 63])
      }
    }
    return String(result)
  }
}

/// The processes that use the pool's sign-in: the service, and wrappers of rotated runs. It says when that
/// sign-in has to be renewed. Pure.
///
/// A user that ended without leaving may have left codex or a port behind, and with it the token in
/// unknown hands.
struct PoolUsers: Hashable, Sendable, Codable {
  /// What a process uses it for.
  enum Use: Hashable, Sendable {
    /// The proxy that serves as this root's service.
    case service
    /// One rotated run.
    case run
  }

  /// One entry for each use; a process may have several.
  private var processes: [ProcessIdentity] = []

  /// No users.
  init() {}

  /// Enters a process, and forgets those that ended.
  ///
  /// - Parameters:
  ///   - process: who begins.
  ///   - use: what it begins.
  ///   - isAlive: whether a process still lives.
  /// - Returns: Whether the sign-in has to be renewed: for every service, after a user that ended without
  ///   leaving, and where no other process uses it. While others do a run keeps it, so that their codex is
  ///   not turned away for nothing.
  mutating func enter(
    _ process: ProcessIdentity, for use: Use, isAlive: (ProcessIdentity) -> Bool
  ) -> Bool {
    let living = processes.filter(isAlive)
    let someoneDied = living.count < processes.count
    processes = living + [process]
    return use == .service || someoneDied || living.isEmpty
  }

  /// Takes out one entry of a process.
  mutating func leave(_ process: ProcessIdentity) {
    if let place = processes.firstIndex(of: process) { processes.remove(at: place) }
  }
}
