/// Why a quota reading failed. No case carries a payload.
package enum ReadingError: EngineError, Hashable, Codable {
  /// 401: the sign-in was refused.
  case signedOut(label: String)
  /// 402 or 403: the account or its workspace was refused.
  case refused(label: String, status: Int)
  /// 429, with the time the server named.
  case limited(label: String, until: Date?)
  /// 5xx.
  case server(label: String, status: Int)
  /// The server could not be reached.
  case network(label: String, detail: String)
  /// No answer in time.
  case timedOut(label: String, seconds: Double)
  /// An answer that is not what was expected.
  case unreadable(label: String, detail: String)

  package var code: String {
    switch self {
    case .signedOut: "signed_out"
    case .refused: "refused"
    case .limited: "limited"
    case .server: "server"
    case .network: "network"
    case .timedOut: "timed_out"
    case .unreadable: "unreadable"
    }
  }

  package var message: String {
    switch self {
    case .signedOut(let label): "The sign-in of \(label) was refused (401)."
    case .refused(let label, let status): "The server refused \(label) (\(status))."
    case .limited(let label, _): "The server asks \(label) to slow down (429)."
    case .server(let label, let status):
      "The server failed while reading the quota of \(label) (\(status))."
    case .network(let label, let detail):
      "The quota of \(label) could not be read: \(detail)."
    case .timedOut(let label, let seconds):
      "The quota of \(label) did not arrive within \(Int(seconds)) s."
    case .unreadable(let label, let detail):
      "The quota of \(label) came in a form that swop cannot read: \(detail)."
    }
  }

  package var remedy: String? {
    switch self {
    case .signedOut(let label): "Sign in again: swop relogin \(ShellWord.quoted(label))"
    case .refused: "Look at the account's plan and workspace in the browser."
    case .limited, .server, .network, .timedOut: "Try again later: swop status --refresh"
    case .unreadable: "Look for a newer swop; the server's answer may have changed."
    }
  }

  package var outcome: FailureOutcome {
    if case .signedOut = self { .signInNeeded } else { .failed }
  }
}
