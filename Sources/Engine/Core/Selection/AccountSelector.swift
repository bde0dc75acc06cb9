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
      policy.pinned == nil ? "No account is pinned." : "The pinned account is not there any more."
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
      if count == 0 { return "There are no accounts." }
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
