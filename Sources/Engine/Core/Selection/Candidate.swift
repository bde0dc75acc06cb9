/// Everything that automatic choice may look at about one account.
package struct Candidate: Hashable, Sendable, Identifiable {
  /// The account.
  package var id: AccountID
  /// Its label, which breaks ties.
  package var label: String
  /// Whether the user left it switched on.
  package var isEnabled: Bool
  /// Whether the sign-in is dead. This alone counts: the mark in `condition` is void once a newer
  /// sign-in is on disk, which only the caller can see.
  package var isExpired: Bool
  /// Why its sign-in cannot be read, as a clause that names what denies it; nil if it can be.
  var signInFault: String?
  /// Whether it is paid by API key and has no windows.
  var isAPIKey: Bool
  /// Why codex would log it out where it is to run, one clause; nil if it would not.
  package var exclusion: String?
  /// The last good reading.
  package var reading: QuotaReading?
  /// What the server refused lately.
  package var condition: AccountCondition
  /// Until when it rests after transient errors, nil if it does not: it is then taken only if no other
  /// can be used.
  var coolingUntil: Date?
  /// Percent of every window to leave for the user, 0 to 100.
  var reservePercent: Double
  /// What the user notes about it.
  var preference: Preference
  /// Runs in progress on it.
  package var liveRuns: Int

  /// A candidate of its parts.
  package init(
    id: AccountID, label: String, isEnabled: Bool = true, isExpired: Bool = false,
    signInFault: String? = nil, isAPIKey: Bool = false, exclusion: String? = nil,
    reading: QuotaReading? = nil,
    condition: AccountCondition = AccountCondition(), coolingUntil: Date? = nil,
    reservePercent: Double = 0, preference: Preference = .neutral, liveRuns: Int = 0
  ) {
    self.id = id
    self.label = label
    self.isEnabled = isEnabled
    self.isExpired = isExpired
    self.signInFault = signInFault
    self.isAPIKey = isAPIKey
    self.exclusion = exclusion
    self.reading = reading
    self.condition = condition
    self.coolingUntil = coolingUntil
    self.reservePercent = reservePercent
    self.preference = preference
    self.liveRuns = liveRuns
  }
}

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
    guard isEnabled else { return [Obstacle(reason: "it is disabled", until: nil)] }
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

/// One thing that keeps an account from being used now.
struct Obstacle: Hashable {
  /// What it is: a clause with the numbers.
  let reason: String
  /// When it is over, nil if no one said.
  let until: Date?

  /// When all of `obstacles` are over, nil if that is unknown of any.
  static func end(of obstacles: [Obstacle]) -> Date? {
    let ends = obstacles.compactMap(\.until)
    return ends.count == obstacles.count ? ends.max() : nil
  }
}

/// What the user notes about an account for automatic choice.
package enum Preference: String, Hashable, Sendable, Codable, CaseIterable {
  /// Before others that are as good.
  case prefer
  /// No wish.
  case neutral
  /// Only when no other can be used.
  case preserve
}
