/// No valid credentials can be had for an account.
package enum CredentialError: EngineError, Hashable {
  /// There is no sign-in on disk.
  case missing(label: String)
  /// The sign-in is dead; `reason` is one clause for people.
  case expired(label: String, reason: String)
  /// The sign-in file cannot be read.
  case unreadable(label: String, detail: String)
  /// Another process refreshes the token and did not finish in time.
  case busy(label: String)
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
    case .unreadable, .busy, .unavailable, .notStored, .cancelled: false
    }
  }

  package var code: String {
    switch self {
    case .missing: "signed_out"
    case .expired: "session_expired"
    case .unreadable: "sign_in_unreadable"
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
    case .busy(let label): "Another process is renewing the session of \(label)."
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
    case .busy, .unavailable: "Try again in a moment."
    case .notStored(let error): error.remedy
    case .cancelled: nil
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .missing, .expired: .signInNeeded
    case .busy: .busy
    case .unreadable, .unavailable, .notStored: .failed
    case .cancelled: .interrupted
    }
  }
}
