/// What an account can do now, in one word, with what people ask next.
package struct AccountStanding: Hashable, Sendable {
  /// The word.
  package let state: AccountState
  /// The window that makes it low; nil unless `state` is `.low`.
  package let lowWindow: QuotaWindow?
  /// When it can be used again: only while it is blocked or waiting, and only if that is known.
  package let usableAgainAt: Date?

  /// Judges an account at `now`; the first state that applies counts.
  ///
  /// A used-up window makes it waiting, not blocked, even if the server refuses it too: people can
  /// see why, and when that ends (openai/codex#19612).
  package init(of candidate: Candidate, at now: Date) {
    let current = candidate.reading?.at(now)
    state = Self.state(of: candidate, reading: current, at: now)
    lowWindow = state == .low ? current?.lowWindow : nil
    switch state {
    case .blocked:
      usableAgainAt = Obstacle.end(of: candidate.refusals(at: now))
    case .waiting:
      let limits = current.map { candidate.limits(of: $0, at: now) } ?? []
      usableAgainAt = Obstacle.end(of: candidate.blocks(at: now) + limits)
    case .off, .expired, .unknown, .low, .inUse, .ready:
      usableAgainAt = nil
    }
  }

  private static func state(
    of candidate: Candidate, reading: QuotaReading?, at now: Date
  ) -> AccountState {
    if !candidate.isEnabled { return .off }
    if candidate.isExpired { return .expired }
    if candidate.signInFault != nil { return .unknown }
    let isBlocked = !candidate.blocks(at: now).isEmpty
    let working: AccountState = candidate.liveRuns > 0 ? .inUse : .ready
    // An API key has no windows: whatever a reading might say is not about it.
    if candidate.isAPIKey { return isBlocked ? .blocked : working }
    let isUsedUp = reading.map { !$0.usedUpWindows.isEmpty } ?? false
    if !isUsedUp && (isBlocked || reading?.isRefused == true) { return .blocked }
    if isUsedUp { return .waiting }
    guard let reading, !reading.windows.isEmpty else { return .unknown }
    return reading.lowWindow == nil ? working : .low
  }
}
