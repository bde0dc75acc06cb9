/// Hands out valid credentials. Behind it stands the one refresher of each account.
package protocol CredentialSource: Sendable {
  /// Credentials that are valid now; refreshed ahead of expiry, tokens that codex rotated adopted.
  func credentials(for account: Account) async throws(CredentialError) -> Credentials

  /// Credentials after a server refused `refused` with 401: newer ones from disk if there are any,
  /// else refreshed once.
  func credentials(
    for account: Account, insteadOf refused: Credentials
  ) async throws(CredentialError) -> Credentials

  /// Marks the sign-in that `refused` came from as dead, for every process: a server refused it although
  /// nothing newer could be had. Nothing happens if another sign-in has taken its place meanwhile.
  func markDead(_ account: Account, refused: Credentials) async
}

/// What a request needs to speak for an account.
package struct Credentials: Hashable, Sendable {
  /// The bearer token.
  package let accessToken: Redacted<String>
  /// The ChatGPT account id for the request header; nil for an API key.
  package let accountID: String?
  /// When the token ends, nil if it does not say.
  package let expiresAt: Date?

  /// Credentials of their parts.
  package init(accessToken: Redacted<String>, accountID: String?, expiresAt: Date?) {
    self.accessToken = accessToken
    self.accountID = accountID
    self.expiresAt = expiresAt
  }
}

/// No valid credentials can be had for an account.
package enum CredentialError: EngineError, Hashable {
  /// There is no sign-in on disk.
  case missing(label: String)
  /// The sign-in is dead; `reason` is one clause for people.
  case expired(label: String, reason: String)
  /// The sign-in file cannot be read.
  case unreadable(label: String, detail: String)
  /// The system does not let this user read the sign-in file.
  case denied(label: String, FileError)
  /// Only codex itself can use the sign-in: an agent identity signs every request.
  case codexOnly(label: String)
  /// Another process refreshes the token and did not finish in time.
  case busy(label: String, holder: LockHolder? = nil)
  /// The sign-in server could not be reached, or failed.
  case unavailable(label: String, detail: String)
  /// The new token could not be stored.
  case notStored(FileError)
  /// The waiting task was cancelled.
  case cancelled

  /// Whether only a new sign-in helps.
  package var needsSignIn: Bool {
    switch self {
    case .missing, .expired: true
    case .unreadable, .denied, .codexOnly, .busy, .unavailable, .notStored, .cancelled: false
    }
  }

  package var code: String {
    switch self {
    case .missing: "signed_out"
    case .expired: "session_expired"
    case .unreadable, .denied: "sign_in_unreadable"
    case .codexOnly: "codex_only"
    case .busy: "busy"
    case .unavailable: "sign_in_unavailable"
    case .notStored: "file"
    case .cancelled: "cancelled"
    }
  }

  package var message: String {
    switch self {
    case .missing(let label): "\(label) is not signed in."
    case .expired(let label, let reason): "The session of \(label) has expired: \(reason)."
    case .unreadable(let label, let detail): "The sign-in of \(label) cannot be read: \(detail)."
    case .denied(let label, let error):
      "The sign-in of \(label) cannot be read: \(error.located)."
    case .codexOnly(let label):
      "\(label) signs in with an agent identity, which only codex itself can use."
    case .busy(let label, .none): "Another process is renewing the session of \(label)."
    case .busy(_, .some(let holder)): holder.sentence
    case .unavailable(let label, let detail):
      "The session of \(label) could not be renewed: \(detail)."
    case .notStored(let error): error.message
    case .cancelled: "Waiting for credentials was cancelled."
    }
  }

  package var remedy: String? {
    switch self {
    case .missing(let label), .expired(let label, _), .unreadable(let label, _):
      "Sign in again: swop relogin \(ShellWord.quoted(label))"
    case .denied(_, let error): error.remedy
    case .codexOnly(let label): "Run codex on it: swop codex --account \(ShellWord.quoted(label))"
    case .busy(_, .some(let holder)): holder.remedy
    case .busy(_, .none), .unavailable: "Try again in a moment."
    case .notStored(let error): error.remedy
    case .cancelled: nil
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .missing, .expired: .signInNeeded
    case .busy: .busy
    case .unreadable, .denied, .codexOnly, .unavailable, .notStored: .failed
    case .cancelled: .interrupted
    }
  }
}
