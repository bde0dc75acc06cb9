/// Automatic choice: which account to use now, and why. Pure: the same candidates, in whatever order,
/// give the same ranking.
package enum AccountSelector {
  /// How many points of used percent another account must be ahead for `balanced` to change.
  private static let clearGain: Double = 10

  /// Ranks accounts, the best first; those that cannot be used follow, the soonest usable first.
  package static func ranking(
    of candidates: [Candidate], policy: SelectionPolicy, at now: Date
  ) -> Ranking {
    let (policy, complaint) = settled(policy, for: candidates)
    let all = candidates.map { Assessment($0, policy: policy, at: now) }
    let usable = keepingPrevious(
      all.filter(\.obstacles.isEmpty).sorted { $0.place < $1.place }, policy: policy)
    let others = all.filter { !$0.obstacles.isEmpty }.sorted(by: isSooner)
    let until = usable.isEmpty ? others.compactMap(\.usableAgainAt).min() : nil
    return Ranking(
      selected: usable.first?.candidate.id,
      strategy: policy.strategy,
      reason: summary(usable, of: candidates.count, until: until, policy: policy, at: now),
      warning: [complaint, usable.first.flatMap { stalenessWarning($0, at: now) }]
        .compactMap { $0 }.joined(separator: " ").nonEmpty,
      blockedUntil: until,
      entries: (usable + others).enumerated().map { index, assessment in
        entry(assessment, rank: index + 1, at: now)
      })
  }

  /// The policy to go by: an account that is pinned but not there cannot be waited for.
  private static func settled(
    _ policy: SelectionPolicy, for candidates: [Candidate]
  ) -> (SelectionPolicy, complaint: String?) {
    guard policy.strategy == .pinned else { return (policy, nil) }
    if let pinned = policy.pinned, candidates.contains(where: { $0.id == pinned }) {
      return (policy, nil)
    }
    var other = policy
    other.strategy = .mostLeft
    let complaint =
      policy.pinned == nil ? "No account is pinned." : "The pinned account no longer exists."
    return (other, complaint + " The one with the most left is taken.")
  }

  /// For `balanced`: the account used last stays first unless another is clearly better.
  private static func keepingPrevious(
    _ ordered: [Assessment], policy: SelectionPolicy
  ) -> [Assessment] {
    guard policy.strategy == .balanced, let best = ordered.first,
      let index = ordered.firstIndex(where: { $0.candidate.id == policy.previous })
    else { return ordered }
    let previous = ordered[index]
    guard previous.place.tier == best.place.tier,
      previous.place.measure - best.place.measure < clearGain
    else { return ordered }
    var kept = ordered
    kept.remove(at: index)
    kept.insert(previous, at: 0)
    return kept
  }

  private static func isSooner(_ one: Assessment, _ other: Assessment) -> Bool {
    let (first, second) = (one.usableAgainAt, other.usableAgainAt)
    if first != second { return (first ?? .distantFuture) < (second ?? .distantFuture) }
    return one.place.name.lexicographicallyPrecedes(other.place.name)
  }

  private static func entry(
    _ assessment: Assessment, rank: Int, at now: Date
  ) -> RankedAccount {
    RankedAccount(
      id: assessment.candidate.id, label: assessment.candidate.label, rank: rank,
      isViable: assessment.obstacles.isEmpty, reason: assessment.reason,
      usedPercent: assessment.reading?.longestLongWindow?.usedPercent,
      ageSeconds: assessment.reading.map { Int(min($0.age(at: now), 1e12)) })
  }

  private static func summary(
    _ usable: [Assessment], of count: Int, until: Date?, policy: SelectionPolicy, at now: Date
  ) -> String {
    guard let best = usable.first else {
      if count == 0 { return "No accounts." }
      let outlook =
        until.map { "the first one again in \(ClockText.span(seconds: $0.timeIntervalSince(now)))" }
        ?? "and no reset time is known"
      return "No account can be used now, \(outlook)."
    }
    let label = best.candidate.label
    let cause =
      if usable.count == 1 {
        "is the only account that can be used"
      } else if policy.strategy == .balanced && best.candidate.id == policy.previous {
        "was used last and no other is clearly better"
      } else {
        "comes first by \(policy.strategy.rawValue)"
      }
    return "\(label) \(cause): \(best.reason)."
  }

  private static func stalenessWarning(_ assessment: Assessment, at now: Date) -> String? {
    guard assessment.isStale, let reading = assessment.reading else { return nil }
    let age = ClockText.span(seconds: reading.age(at: now))
    return "The quota of \(assessment.candidate.label) was read \(age) ago."
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

/// The outcome of automatic choice: an order with a reason for every account.
package struct Ranking: Hashable, Sendable {
  /// The account to take, nil if none can be used.
  package let selected: AccountID?
  /// How the accounts were ordered.
  package let strategy: Strategy
  /// Why this one, or why none: one sentence.
  package let reason: String
  /// Something to tell the user before going on, for example the age of a stale reading.
  package let warning: String?
  /// The earliest reset, when nothing can be used and one is known.
  package let blockedUntil: Date?
  /// Every account, best first.
  package let entries: [RankedAccount]

  /// A ranking of its parts.
  init(
    selected: AccountID?, strategy: Strategy, reason: String, warning: String? = nil,
    blockedUntil: Date? = nil, entries: [RankedAccount]
  ) {
    self.selected = selected
    self.strategy = strategy
    self.reason = reason
    self.warning = warning
    self.blockedUntil = blockedUntil
    self.entries = entries
  }
}

/// One account's place in a ranking.
package struct RankedAccount: Hashable, Sendable, Identifiable {
  /// The account.
  package let id: AccountID
  /// Its label.
  package let label: String
  /// Its place, 1 is best.
  package let rank: Int
  /// Whether it can be used now.
  package let isViable: Bool
  /// Why it stands where it stands: one clause with the numbers it was judged by.
  package let reason: String
  /// The used percent it was judged by, nil if there was none.
  package let usedPercent: Double?
  /// The age of its reading in seconds, nil if there was none.
  package let ageSeconds: Int?
}

/// What an account can do now, in one word, with what people ask next.
package struct AccountStanding: Hashable, Sendable {
  /// The word.
  package let state: AccountState
  /// The window that makes it low; nil unless `state` is `.low`.
  let lowWindow: QuotaWindow?
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
