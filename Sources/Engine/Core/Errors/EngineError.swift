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
