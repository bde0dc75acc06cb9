extension Candidate {
  /// Readings older than this are not chosen by: a day, in seconds.
  private static let oldestReading: Double = 86_400

  /// The obstacles that the server put up: a refusal, a limit.
  func refusals(at now: Date) -> [Obstacle] {
    guard let current = reading?.at(now), current.isRefused else { return blocks(at: now) }
    let limits = limits(of: current, at: now)
    if !limits.isEmpty { return blocks(at: now) + limits }
    let verdict = Obstacle(
      reason: "the server refuses it although no window is used up", until: nil)
    return blocks(at: now) + [verdict]
  }

  /// The used-up windows of a reading, whatever the server's verdict.
  func limits(of current: QuotaReading, at now: Date) -> [Obstacle] {
    current.usedUpWindows.map { window in
      Obstacle(
        reason: "its \(window.name) is used up" + Self.reset(of: window, at: now),
        until: window.resetsAt)
    }
  }

  /// A refusal that is known beside the quota.
  func blocks(at now: Date) -> [Obstacle] {
    guard let refusal = condition.refusal, refusal.holds(against: reading, at: now) else {
      return []
    }
    let cause = condition.blockedReason.map { ": \($0)" } ?? ""
    // The probe of a refusal without an end is not a reset: the server promised none.
    let end = refusal.until.flatMap { _ in refusal.end(against: reading, at: now) }
    let span = end.map { ", for another \(Self.span(until: $0, at: now))" } ?? ""
    return [Obstacle(reason: "the server refuses it" + cause + span, until: end)]
  }

  /// Everything that keeps it from being chosen, the most telling first. Empty means it can be used.
  func obstacles(at now: Date) -> [Obstacle] {
    guard isEnabled else { return [Obstacle(reason: "it is switched off", until: nil)] }
    if let exclusion { return [Obstacle(reason: exclusion, until: nil)] }
    guard !isExpired else { return [Obstacle(reason: "its session has expired", until: nil)] }
    if let signInFault {
      return [Obstacle(reason: "its sign-in cannot be read: \(signInFault)", until: nil)]
    }
    if isAPIKey { return blocks(at: now) }
    return refusals(at: now) + gaps(at: now) + reserves(at: now)
  }

  /// What a reading lacks to be chosen by. Nothing is guessed.
  private func gaps(at now: Date) -> [Obstacle] {
    guard let reading else { return [Obstacle(reason: "its quota was never read", until: nil)] }
    // A limit that is still on needs no fresh reading to be believed, and its end is known.
    if !limits(of: reading.at(now), at: now).isEmpty && reading.isRefused { return [] }
    var missing: [String] = []
    if reading.isAllowed == nil { missing.append("whether it is allowed") }
    if reading.isLimitReached == nil { missing.append("whether a limit is reached") }
    if reading.longestLongWindow == nil { missing.append("a window of a day or more") }
    if !missing.isEmpty {
      let list = missing.joined(separator: ", ")
      return [Obstacle(reason: "its quota reading does not say \(list)", until: nil)]
    }
    let age = reading.age(at: now)
    guard age > Self.oldestReading else { return [] }
    return [
      Obstacle(
        reason: "its quota was read \(ClockText.span(seconds: age)) ago, too long to choose by",
        until: nil)
    ]
  }

  /// Windows of which only the user's own reserve is left.
  private func reserves(at now: Date) -> [Obstacle] {
    guard let current = reading?.at(now), reservePercent > 0 else { return [] }
    return current.windows.filter { $0.leftPercent <= reservePercent }.map {
      Obstacle(
        reason: "only \(Percent.text(left: $0.leftPercent)) of its \($0.name) is left and "
          + "\(Percent.text(left: reservePercent)) is reserved" + Self.reset(of: $0, at: now),
        until: $0.resetsAt)
    }
  }

  private static func reset(of window: QuotaWindow, at now: Date) -> String {
    window.resetsAt.map { ", resets in \(span(until: $0, at: now))" } ?? ""
  }

  private static func span(until date: Date, at now: Date) -> String {
    ClockText.span(seconds: date.timeIntervalSince(now))
  }
}
