package import EngineCore

/// Something that takes time: what, since when, and whether Esc ends it.
package struct Progress: Hashable, Sendable {
  /// What a person sees of it.
  package enum Stage: Hashable, Sendable {
    /// Nothing yet: most things end sooner.
    case hidden
    /// A spinner and the verb.
    case spinner
    /// The spinner, the verb, the seconds so far, and how to cancel.
    case elapsed(seconds: Int)
  }

  /// What is being done: `refreshing`, `signing in`, `moving to the trash`.
  package var verb: String
  /// Since when.
  package var startedAt: Date
  /// Whether Esc ends it.
  package var isCancellable: Bool
  /// Whether a person asked for it, and so hears of its end.
  package var isWanted: Bool

  /// Progress of its parts.
  package init(
    _ verb: String, startedAt: Date, isCancellable: Bool = false, isWanted: Bool = false
  ) {
    self.verb = verb
    self.startedAt = startedAt
    self.isCancellable = isCancellable
    self.isWanted = isWanted
  }

  /// What is shown of it at a time: nothing for 200 ms, after 10 s the time it took.
  package func stage(at now: Date) -> Stage {
    let elapsed = now.timeIntervalSince(startedAt)
    if elapsed < Self.hiddenSeconds { return .hidden }
    return elapsed < Self.patienceSeconds ? .spinner : .elapsed(seconds: Int(elapsed))
  }

  /// Shorter than this, nothing is shown, in seconds.
  package static let hiddenSeconds = 0.2
  /// Longer than this, the time is shown, in seconds.
  package static let patienceSeconds: Double = 10
  /// A spinner moves this often, in seconds.
  package static let spinnerSeconds = 0.1
}
