/// The shape every error of swop has: a stable code, one sentence, and what to do next.
///
/// No secret, token, code or raw payload ever becomes part of an error.
package protocol EngineError: Error, Sendable, CustomStringConvertible {
  /// Stable, for scripts: lower case with `_`.
  var code: String { get }
  /// One sentence: what failed, for whom, where.
  var message: String { get }
  /// What to do next, nil if nothing helps.
  var remedy: String? { get }
  /// How it ends a command.
  var outcome: FailureOutcome { get }
}

extension EngineError {
  package var outcome: FailureOutcome { .failed }
  package var remedy: String? { nil }
  package var description: String { message }

  /// The error as a value that can be stored and shown.
  package var report: ErrorReport {
    ErrorReport(code: code, message: message, remedy: remedy)
  }
}

/// An error as it is shown, stored and written to JSON.
package struct ErrorReport: Hashable, Sendable, Codable {
  /// Stable, for scripts.
  package let code: String
  /// One sentence.
  package let message: String
  /// What to do next, nil if nothing helps.
  package let remedy: String?

  /// A report of its parts.
  package init(code: String, message: String, remedy: String?) {
    self.code = code
    self.message = message
    self.remedy = remedy
  }
}

/// How a failure ends a command; each has an exit status of its own (spec: exit statuses).
package enum FailureOutcome: Int32, Sendable, Hashable {
  case failed = 1
  case usage = 2
  case noAccountUsable = 3
  case signInNeeded = 4
  case codexUnusable = 5
  case busy = 6
  case interrupted = 130
}
