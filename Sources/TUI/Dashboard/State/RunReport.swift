import EngineCore

/// How a run that the dashboard started has ended.
package struct RunReport: Hashable, Sendable {
  /// One window before and after, in percent left.
  package struct Change: Hashable, Sendable {
    /// The window's name.
    var window: String
    /// Left before.
    var before: Double
    /// Left after.
    var after: Double
  }

  /// The account it ran on last.
  var account: AccountID
  /// Its label.
  var label: String
  /// How codex ended.
  var end: ProcessEnd
  /// How long it took, in seconds.
  var seconds: Double
  /// What it cost, by window.
  var changes: [Change] = []
  /// Whether it failed because the session has expired.
  var isExpired: Bool = false

  /// One sentence: `codex ended with status 0 after 12m 41s, 5h 64% → 52% left`.
  var sentence: String {
    switch end {
    case .exited(let status): sentence("codex ended with status \(status)")
    case .signalled(let signal): sentence("codex was ended by signal \(signal)")
    }
  }

  /// The sentence in few words: `ended after 12m 41s, 5h 64% → 52% left`.
  var shortSentence: String {
    switch end {
    case .exited(0): sentence("ended")
    case .exited(let status): sentence("status \(status)")
    case .signalled(let signal): sentence("signal \(signal)")
    }
  }

  private func sentence(_ how: String) -> String {
    let costs = changes.map { change in
      "\(change.window) \(Percent.text(left: change.before)) → \(Percent.text(left: change.after)) left"
    }
    return ([how + " after " + Self.span(seconds)] + costs).joined(separator: ", ")
  }

  /// Minutes and seconds: `12m 41s`.
  private static func span(_ seconds: Double) -> String {
    let total = Int(max(0, min(seconds, 999_999)))
    let (hours, minutes, rest) = (total / 3_600, total / 60 % 60, total % 60)
    if hours > 0 { return "\(hours)h \(minutes)m" }
    return minutes > 0 ? "\(minutes)m \(rest)s" : "\(rest)s"
  }
}

/// A run that the dashboard starts.
struct RunOrder: Hashable, Sendable {
  /// The account.
  var account: AccountID
  /// Its label.
  var label: String
  /// Where codex runs; nil for where swop runs.
  var directory: String?
  /// Codex's arguments.
  var arguments: [String] = []
  /// Whether it goes through the proxy.
  var rotation: RunOptionsDialog.Rotation = .asConfigured
}
