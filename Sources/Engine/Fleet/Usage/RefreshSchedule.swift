package import EngineCore

/// Who is asked for its quota next, and when. Pure: the clock and the dice are arguments.
package enum RefreshSchedule {
  /// What the schedule knows of one account.
  package struct Poll: Hashable, Sendable {
    /// When it was last asked, nil for never.
    package var askedAt: Date?
    /// Whether runs are in progress on it.
    package var hasRuns: Bool
    /// How many attempts have failed since the last good one.
    package var failures: Int
    /// Before this the server does not want to be asked; nil if it did not say.
    package var retryAt: Date?
    /// A factor of 0.9 to 1.1, drawn anew after every attempt, that keeps accounts and processes from
    /// asking in step.
    package var jitter: Double

    /// What is known of one account.
    package init(
      askedAt: Date?, hasRuns: Bool, failures: Int = 0, retryAt: Date? = nil, jitter: Double = 1
    ) {
      self.askedAt = askedAt
      self.hasRuns = hasRuns
      self.failures = failures
      self.retryAt = retryAt
      self.jitter = jitter
    }
  }

  /// The range that jitter is drawn from.
  package static let jitterRange = 0.9...1.1
  /// Seconds between polls of an account with runs.
  package static let busySeconds: Double = 60
  /// Seconds between polls of an account without runs.
  package static let idleSeconds: Double = 300
  /// The longest that failures make it wait, in seconds.
  package static let longestSeconds: Double = 900

  /// The time between two polls in seconds: doubled with every failure, 15 minutes at most.
  package static func interval(of poll: Poll) -> Double {
    let base = poll.hasRuns ? busySeconds : idleSeconds
    let doublings = min(max(poll.failures, 0), 10)
    let jitter = min(max(poll.jitter, jitterRange.lowerBound), jitterRange.upperBound)
    return min(base * Double(1 << doublings) * jitter, longestSeconds)
  }

  /// When an account is to be asked next. One that was never asked, or was asked at a time that has not
  /// come yet because the clock was set back, is due at once, unless the server wants to be left alone.
  package static func next(_ poll: Poll, at now: Date) -> Date {
    let usual =
      poll.askedAt.map { $0 > now ? now : max(now, $0 + interval(of: poll)) } ?? now
    return max(usual, poll.retryAt ?? usual)
  }

  /// The accounts in the order in which they are to be asked, each with its time.
  package static func order(
    _ polls: [AccountID: Poll], at now: Date
  ) -> [(account: AccountID, at: Date)] {
    polls.map { (account: $0.key, at: next($0.value, at: now)) }
      .sorted { ($0.at, $0.account.text) < ($1.at, $1.account.text) }
  }
}
