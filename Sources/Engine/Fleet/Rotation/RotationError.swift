import EngineCore

/// What goes wrong around the rotation proxy.
enum RotationError: EngineError, Hashable {
  /// A token cannot have this name.
  case badTokenName(String)
  /// A token of this name is there already.
  case tokenExists(name: String)
  /// No token has this name.
  case unknownToken(name: String, nearest: String?)
  /// The service runs already.
  case alreadyRunning(pid: Int32)
  /// Nothing runs that could answer.
  case notRunning
  /// The service was started and did not come up.
  case didNotStart(detail: String, log: FilePath)
  /// The service is there and does not answer.
  case noAnswer(detail: String)
  /// The service did not end.
  case didNotStop(pid: Int32)
  /// The service manager refused.
  case manager(name: String, detail: String)
  /// No proxy could be started for a run that demanded one.
  case noProxy(detail: String)
  /// Another program could take the service's ports while it is down.
  case exposed(reason: String)
  /// The desktop app's configuration cannot be edited.
  case configuration(path: FilePath, detail: String)
  /// Codex is needed to check the edit, and could not be used.
  case uncheckable(path: FilePath, detail: String)
  /// The state database refused.
  case store(StoreError)
  /// The system refused.
  case file(FileError)
  /// Another swop holds what is needed.
  case locked(LockError)

  var code: String {
    switch self {
    case .badTokenName: "bad_token_name"
    case .tokenExists: "token_exists"
    case .unknownToken: "unknown_token"
    case .alreadyRunning: "proxy_running"
    case .notRunning: "proxy_not_running"
    case .didNotStart: "proxy_not_started"
    case .noAnswer: "proxy_no_answer"
    case .didNotStop: "proxy_not_stopped"
    case .manager: "service_manager"
    case .noProxy: "no_rotation"
    case .exposed: "proxy_unsupervised"
    case .configuration: "configuration_unusable"
    case .uncheckable: "configuration_unchecked"
    case .store(let error): error.code
    case .file(let error): error.code
    case .locked(let error): error.code
    }
  }

  var message: String {
    switch self {
    case .badTokenName(let name):
      "“\(PrintableText.shortened(name, to: 70))” cannot be the name of a token."
    case .tokenExists(let name): "The token “\(name)” already exists."
    case .unknownToken(let name, _):
      "Token “\(PrintableText.shortened(name, to: 70))” not found."
    case .alreadyRunning(let pid): "The proxy is already running (process \(pid))."
    case .notRunning: "The proxy is not running."
    case .didNotStart(let detail, _): "The proxy did not come up: \(detail)."
    case .noAnswer(let detail): "The proxy does not answer: \(detail)."
    case .didNotStop(let pid): "The proxy (process \(pid)) did not end."
    case .manager(let name, let detail): "\(name) refused: \(detail)."
    case .noProxy(let detail): "The run cannot be rotated: \(detail)."
    case .exposed(let reason):
      "While the proxy is down, another user's program could take its port and receive the desktop app's "
        + "access token: \(reason)."
    case .configuration(let path, let detail):
      "\(PrintableText.sanitized(path.text)) was not changed: \(detail)."
    case .uncheckable(let path, let detail):
      "\(PrintableText.sanitized(path.text)) was not changed, for codex could not check it: \(detail)."
    case .store(let error): error.message
    case .file(let error): error.message
    case .locked(let error): error.message
    }
  }

  var remedy: String? {
    switch self {
    case .badTokenName:
      "Use 1 to 64 letters, digits, “.”, “-” and “_”; the name “pool” is swop's own."
    case .tokenExists(let name):
      "Revoke it first: swop proxy token revoke \(ShellWord.quoted(name))"
    case .unknownToken(_, .some(let nearest)): "Did you mean \(ShellWord.quoted(nearest))?"
    case .unknownToken(_, .none): "See what there is: swop proxy token list"
    case .alreadyRunning: "See what it does: swop proxy status"
    case .notRunning: "Start it: swop proxy start"
    case .didNotStart(_, let log): "Its log is \(PrintableText.sanitized(log.text))."
    case .noAnswer, .didNotStop: "See what it says: swop proxy logs"
    case .manager: "Run it yourself: swop proxy run"
    case .noProxy: "Run without --rotate=required."
    case .exposed:
      "Start it with swop proxy start where systemd or launchd is there, with lingering on; or accept the "
        + "risk: swop rotation bind-app --unsupervised"
    case .configuration: "Fix the file by hand, then try again."
    case .uncheckable: "See whether codex can be used: swop binary check"
    case .store(let error): error.remedy
    case .file(let error): error.remedy
    case .locked(let error): error.remedy
    }
  }

  var outcome: FailureOutcome {
    switch self {
    case .badTokenName, .unknownToken: .usage
    case .alreadyRunning: .busy
    case .uncheckable: .codexUnusable
    case .tokenExists, .notRunning, .didNotStart, .noAnswer, .didNotStop, .manager,
      .noProxy,
      .exposed, .configuration:
      .failed
    case .store(let error): error.outcome
    case .file(let error): error.outcome
    case .locked(let error): error.outcome
    }
  }
}
