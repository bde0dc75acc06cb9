package import EngineCore

/// A sign-in that did not come about. Nothing was changed outside the staging folder.
package enum SignInError: EngineError, Hashable {
  /// It was not completed; `reason` is one clause.
  case notCompleted(reason: String)
  /// Nobody completed it in time.
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

  package var code: String {
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

  package var message: String {
    switch self {
    case .notCompleted(let reason): "The sign-in was not completed: \(reason)."
    case .timedOut(let minutes): "The sign-in was not completed within \(minutes) minutes."
    case .portTaken:
      "The ports 1455 and 1457, which codex needs for a sign-in in the browser, are in use."
    case .unsupported(let version, let reason): "codex \(version) \(reason)."
    case .nameless: "The new sign-in names no account and person, so it cannot be kept apart."
    case .badKey: "That is no API key."
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

  package var remedy: String? {
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

  package var outcome: FailureOutcome {
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
