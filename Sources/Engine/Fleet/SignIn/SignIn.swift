package import EngineCore

/// Signs in inside a staging folder: whatever happens, the sign-in that an account has stays untouched.
///
/// Only one sign-in may run on a machine, because codex's port is one: whoever calls this holds the
/// sign-in lock.
package struct SignIn: Sendable {
  /// How long a person has, in minutes; the server gives up then too.
  package static let minutes = 15

  let runner: any ProcessRunner
  let files: any FileSystem
  let time: any TimeSource
  let authBase: String?
  let http: (any HTTPTransport)?

  /// A sign-in.
  ///
  /// - Parameters:
  ///   - runner: starts codex.
  ///   - files: where the staging folder lies.
  ///   - time: the clock.
  ///   - authBase: the value of `SWOP_AUTH_BASE_URL`; nil for codex's own issuer.
  ///   - http: the way to codex's own port for pasted addresses; nil where none are pasted.
  package init(
    runner: any ProcessRunner, files: any FileSystem, time: any TimeSource, authBase: String?,
    http: (any HTTPTransport)? = nil
  ) {
    self.http = http
    self.runner = runner
    self.files = files
    self.time = time
    self.authBase = authBase
  }

  /// Signs in through codex: in the browser of this machine, or by a code.
  ///
  /// - Parameters:
  ///   - byCode: by a code that is entered on any device.
  ///   - pasted: asks for the address that a browser elsewhere ended on; nil for a browser here.
  ///   - home: codex with the staging folder, which holds no sign-in yet, as its home.
  ///   - progress: told what the person has to do.
  /// - Returns: The sign-in, which lies in the staging folder.
  /// - Throws: `SignInError`; codex has ended then. Cancelling the task is `.cancelled`.
  package func throughCodex(
    byCode: Bool, pasted: PastedAddress? = nil, in home: CodexHome,
    progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws(SignInError) -> SignInResult {
    let home = prepared(home)
    if files.exists(home.authFile) {
      throw .file(FileError(operation: "sign in at", path: home.authFile, reason: .exists))
    }
    let version = home.binary.version
    if authBase != nil && !home.binary.abilities.hasIssuerOverride {
      guard byCode else {
        throw .unsupported(
          version: version, reason: "cannot sign in in a browser at SWOP_AUTH_BASE_URL")
      }
      return try await byCommand(in: home, progress: progress)
    }
    do {
      return try await byAppServer(byCode: byCode, pasted: pasted, in: home, progress: progress)
    } catch {
      guard case .appServer(.unsupported) = error, byCode else { throw error }
      return try await byCommand(in: home, progress: progress)
    }
  }

  /// Puts an API key into the staging folder. Codex is not asked to: its command would write the same
  /// two fields, and this way no other process ever sees the key.
  ///
  /// - Throws: `SignInError.badKey`, `.file`.
  package func withKey(
    _ key: Redacted<String>, into folder: FilePath
  ) throws(SignInError) -> SignInResult {
    guard let key = APIKeyText.cleaned(key) else { throw .badKey }
    return try staged(SignInResult(file: AuthFile(apiKey: key)), in: folder)
  }

  /// Copies an existing sign-in into the staging folder, and only what is needed of it.
  ///
  /// - Parameters:
  ///   - path: an `auth.json`, or a folder that holds one; links are followed, it is the user's own.
  ///   - folder: the staging folder.
  /// - Returns: The sign-in, with a warning if it shares its refresh token with the original.
  /// - Throws: `SignInError.notImportable`, `.file`, `.cancelled`.
  package func importing(
    _ path: FilePath, into folder: FilePath
  ) async throws(SignInError) -> SignInResult {
    let source = SignInImport(files: files, time: time)
    return try staged(try await source.read(path), in: folder)
  }

  func staged(
    _ result: SignInResult, in folder: FilePath
  ) throws(SignInError) -> SignInResult {
    do {
      try result.file.write(to: folder / "auth.json", files: files)
      return result
    } catch {
      throw .file(error)
    }
  }

  /// The staging home, cut off from the shared databases: a sign-in has no business there.
  func prepared(_ home: CodexHome) -> CodexHome {
    var environment = home.environment
    environment["CODEX_SQLITE_HOME"] = nil
    if let authBase { environment["CODEX_APP_SERVER_LOGIN_ISSUER"] = authBase }
    return CodexHome(
      binary: home.binary, folder: home.folder, environment: environment, flags: home.flags)
  }

  /// The session that codex left in the staging folder: the file counts, whatever codex said.
  ///
  /// - Parameters:
  ///   - home: the staging home.
  ///   - reason: what to say if there is no file, as one clause.
  /// - Returns: The sign-in.
  /// - Throws: `SignInError.notCompleted`, `.nameless`, `.file`, `.cancelled`.
  func judged(
    _ home: CodexHome, otherwise reason: String
  ) async throws(SignInError) -> SignInResult {
    let file = try await stored(in: home, otherwise: reason)
    guard file.mode == .chatGPT, let tokens = file.tokens, tokens.canRefresh else {
      throw .notCompleted(reason: "codex left no session that can be renewed")
    }
    guard file.chatGPTIdentity != nil else { throw .nameless }
    return SignInResult(file: file)
  }

  /// The file that codex left in the staging folder, of whatever kind.
  ///
  /// - Throws: `SignInError.notCompleted` with `reason` if there is none, `.file`, `.cancelled`.
  func stored(
    in home: CodexHome, otherwise reason: String
  ) async throws(SignInError) -> AuthFile {
    do {
      return try await AuthFileReader(files: files, time: time).read(home.authFile)
    } catch {
      switch error {
      case .missing: throw .notCompleted(reason: reason)
      case .cancelled: throw .cancelled
      case .file(let error): throw .file(error)
      case .link, .notFile, .tooLarge, .malformed:
        throw .notCompleted(reason: "codex left no usable sign-in: \(error.clause)")
      }
    }
  }
}
