import EngineCore

/// A conversation with codex's app-server that failed. No case carries a payload.
enum AppServerError: EngineError, Hashable {
  /// It could not be started.
  case notStarted(ProcessError)
  /// It ended before it answered.
  case ended(method: String)
  /// It did not answer in time.
  case timedOut(method: String, seconds: Double)
  /// It answered with an error; `detail` is its sentence without addresses and bodies.
  case refused(method: String, number: Int, detail: String)
  /// This version does not know the method.
  case unsupported(method: String)
  /// It answered in a form that swop does not know.
  case unreadable(method: String)
  /// The caller's task was cancelled.
  case cancelled

  var code: String {
    switch self {
    case .notStarted: "app_server_not_started"
    case .ended: "app_server_ended"
    case .timedOut: "timed_out"
    case .refused: "app_server_refused"
    case .unsupported: "app_server_unsupported"
    case .unreadable: "app_server_unreadable"
    case .cancelled: "cancelled"
    }
  }

  var message: String {
    switch self {
    case .notStarted(let error): error.message
    case .ended(let method): "codex app-server ended before it answered \(method)."
    case .timedOut(let method, let seconds):
      "codex app-server did not answer \(method) within \(Int(seconds)) s."
    case .refused(let method, _, let detail): "codex app-server refused \(method): \(detail)."
    case .unsupported(let method): "This version of codex does not know \(method)."
    case .unreadable(let method):
      "codex app-server answered \(method) in a form that swop does not know."
    case .cancelled: "The conversation with codex app-server was cancelled."
    }
  }

  var remedy: String? {
    switch self {
    case .notStarted, .ended: "Check the binary: swop binary check"
    case .unsupported, .unreadable: "Use a version of codex that swop was tested with."
    case .timedOut, .refused: "Try again in a moment."
    case .cancelled: nil
    }
  }

  var outcome: FailureOutcome {
    switch self {
    case .notStarted, .unsupported: .codexUnusable
    case .ended, .timedOut, .refused, .unreadable: .failed
    case .cancelled: .interrupted
    }
  }
}

/// Makes one harmless clause of a sentence that codex or a server wrote: no addresses, no bodies, no
/// word long enough to be a token.
enum PlainSentence {
  private static let longestWord = 48
  private static let longest = 160

  /// The clause, without a full stop at its end; a stand-in if nothing is left.
  static func clause(_ text: String) -> String {
    let head = text.prefix { $0 != "{" && $0 != "<" && !$0.isNewline }
    let words = PrintableText.sanitized(String(head)).split(separator: " ").map { word in
      word.contains("://") ? "…" : word.count > longestWord ? "…" : String(word)
    }
    var clause = PrintableText.shortened(words.joined(separator: " "), to: longest)
    while let last = clause.last, ".:,; ".contains(last) { clause.removeLast() }
    return clause.isEmpty ? "no reason given" : clause
  }
}
