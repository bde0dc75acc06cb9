import EngineCore

/// Signs in inside a staging folder: whatever happens, the sign-in that an account has stays untouched.
///
/// Only one sign-in may run on a machine, because codex's port is one: anyone who calls this holds the
/// sign-in lock.
struct SignIn: Sendable {
  /// How long a person has, in minutes; the server gives up then too.
  static let minutes = 15

  let runner: any ProcessRunner
  let files: any FileSystem
  let time: any TimeSource
  let authBase: String?
  let http: (any HTTPTransport)?

  /// A sign-in.
  ///
  /// - Parameters:
  ///   - runner: starts codex.
  ///   - files: where the staging folder is.
  ///   - time: the clock.
  ///   - authBase: the value of `SWOP_AUTH_BASE_URL`; nil for codex's own issuer.
  ///   - http: the way to codex's own port for pasted addresses; nil where none are pasted.
  init(
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
  /// - Returns: The sign-in, which is in the staging folder.
  /// - Throws: `SignInError`; codex has ended then. Cancelling the task is `.cancelled`.
  func throughCodex(
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
  func withKey(
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
  func importing(
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

/// A sign-in that is in its staging folder, ready to be put in place.
struct SignInResult: Sendable {
  /// What was signed in.
  let file: AuthFile
  /// What the person should know, one sentence each.
  let warnings: [String]

  /// A result of its parts.
  init(file: AuthFile, warnings: [String] = []) {
    self.file = file
    self.warnings = warnings
  }
}

/// A sign-in that did not come about. Nothing was changed outside the staging folder.
enum SignInError: EngineError, Hashable {
  /// It was not completed; `reason` is one clause.
  case notCompleted(reason: String)
  /// No one completed it in time.
  case timedOut(minutes: Int)
  /// Another program uses the ports that codex needs for a sign-in in the browser.
  case portTaken
  /// This version of codex cannot sign in that way; `reason` is one clause.
  case unsupported(version: CodexVersion, reason: String)
  /// The new sign-in does not say whose it is.
  case nameless
  /// The API key is empty or no key.
  case badKey
  /// The access token is empty or no token.
  case badToken
  /// The server does not take the access token.
  case tokenRefused
  /// The server could not say whose the access token is; `reason` is one clause.
  case tokenNotChecked(reason: String)
  /// What was to be imported cannot be; `reason` is one clause.
  case notImportable(path: FilePath, reason: String)
  /// There is no file to import, because codex keeps the sign-in in the system's keyring.
  case inKeyring(path: FilePath, setting: KeyringSetting)
  /// The conversation with codex failed.
  case appServer(AppServerError)
  /// The staging folder cannot be used.
  case file(FileError)
  /// The person gave up.
  case cancelled

  var code: String {
    switch self {
    case .notCompleted: "sign_in_failed"
    case .timedOut: "sign_in_timed_out"
    case .portTaken: "sign_in_port_taken"
    case .unsupported: "sign_in_unsupported"
    case .nameless: "sign_in_nameless"
    case .badKey: "bad_api_key"
    case .badToken: "bad_access_token"
    case .tokenRefused: "access_token_refused"
    case .tokenNotChecked: "access_token_not_checked"
    case .notImportable: "not_importable"
    case .inKeyring: "sign_in_in_keyring"
    case .appServer(let error): error.code
    case .file(let error): error.code
    case .cancelled: "cancelled"
    }
  }

  var message: String {
    switch self {
    case .notCompleted(let reason): "The sign-in was not completed: \(reason)."
    case .timedOut(let minutes): "The sign-in was not completed within \(minutes) minutes."
    case .portTaken:
      "The ports 1455 and 1457, which codex needs for a sign-in in the browser, are in use."
    case .unsupported(let version, let reason): "codex \(version) \(reason)."
    case .nameless: "The new sign-in names no account and person, so it cannot be kept apart."
    case .badKey: "That does not look like an API key."
    case .badToken: "That does not look like an access token."
    case .tokenRefused: "The server does not accept this access token."
    case .tokenNotChecked(let reason): "The access token could not be checked: \(reason)."
    case .notImportable(let path, let reason):
      "\(PrintableText.sanitized(path.text)) cannot be imported: \(reason)."
    case .inKeyring(let path, let setting):
      "\(PrintableText.sanitized(path.text)) cannot be imported: \(setting.clause)."
    case .appServer(let error): error.message
    case .file(let error): error.message
    case .cancelled: "The sign-in was cancelled."
    }
  }

  var remedy: String? {
    switch self {
    case .notCompleted, .timedOut: "Try again; nothing was changed."
    case .portTaken: "End the program that uses them, or sign in with --device-auth."
    case .unsupported: "Update codex, or sign in with --device-auth."
    case .nameless: "Sign in with another kind of account, or with an API key."
    case .badKey:
      "Give the key on standard input: printenv OPENAI_API_KEY | swop add LABEL --with-api-key"
    case .badToken:
      "Give the token on standard input: printenv CODEX_TOKEN | swop add LABEL --with-access-token"
    case .tokenRefused: "Create a new token in the browser, under the account's security settings."
    case .tokenNotChecked: "Try again in a moment; nothing was changed."
    case .notImportable:
      "Name an auth.json or a folder that holds one. Import files of other tools with: "
        + "swop import FILE --as LABEL"
    case .inKeyring: "Sign in again for swop; codex keeps its own sign-in: swop add LABEL"
    case .appServer(let error): error.remedy
    case .file(let error): error.remedy
    case .cancelled: nil
    }
  }

  var outcome: FailureOutcome {
    switch self {
    case .notCompleted, .timedOut, .nameless, .file, .tokenNotChecked: .failed
    case .tokenRefused: .signInNeeded
    case .portTaken: .busy
    case .unsupported: .codexUnusable
    case .badKey, .badToken, .notImportable, .inKeyring: .usage
    case .appServer(let error): error.outcome
    case .cancelled: .interrupted
    }
  }
}
