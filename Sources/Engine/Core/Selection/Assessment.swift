/// One account as automatic choice sees it at one moment, under one policy.
struct Assessment {
  /// Under this much left of a short window, an account goes behind the others.
  private static let shortGuardPercent: Double = 20

  /// The account.
  let candidate: Candidate
  /// Its reading with ended windows started over.
  let reading: QuotaReading?
  /// Why it cannot be used; empty if it can.
  let obstacles: [Obstacle]
  /// Its place among those that can be used.
  let place: Place
  /// Why it stands where it stands.
  let reason: String
  /// Whether its reading is older than 15 minutes.
  var isStale: Bool { place.isStale }

  /// Assesses a candidate.
  init(_ candidate: Candidate, policy: SelectionPolicy, at now: Date) {
    self.candidate = candidate
    reading = candidate.isAPIKey ? nil : candidate.reading?.at(now)
    obstacles = candidate.obstacles(at: now) + Self.rules(for: candidate, policy: policy)
    let isStale = reading?.isStale(at: now) ?? false
    let isShort =
      policy.strategy.guardsShortWindows
      && reading?.windows.contains { !$0.isLong && $0.leftPercent < Self.shortGuardPercent } == true
    place = Place(
      isFallback: candidate.isAPIKey,
      isCooling: candidate.coolingUntil.map { $0 > now } ?? false,
      isStale: isStale,
      isPreserved: candidate.preference == .preserve,
      isShort: isShort,
      isNotPreferred: candidate.preference != .prefer,
      measure: candidate.isAPIKey
        ? Double(policy.fallback.firstIndex(of: candidate.id) ?? policy.fallback.count)
        : policy.strategy.measure(of: reading?.longestLongWindow),
      load: policy.strategy == .balanced ? candidate.liveRuns : 0,
      label: candidate.label, id: candidate.id.text)
    reason =
      obstacles.first?.reason
      ?? Self.praise(of: candidate, reading: reading, place: place, at: now)
  }

  /// When every obstacle is over; nil if that is unknown, or only the user can end it.
  var usableAgainAt: Date? { Obstacle.end(of: obstacles) }

  /// The obstacles that the policy puts up.
  private static func rules(for candidate: Candidate, policy: SelectionPolicy) -> [Obstacle] {
    if policy.strategy == .pinned && policy.pinned != nil {
      guard candidate.id != policy.pinned else { return [] }
      return [Obstacle(reason: "another account is pinned", until: nil)]
    }
    guard candidate.isAPIKey, !policy.fallback.contains(candidate.id) else { return [] }
    return [
      Obstacle(
        reason: "an API key is used only when it is named or listed as a fallback", until: nil)
    ]
  }

  /// Why an account that can be used stands where it stands: its numbers, then what moved it.
  private static func praise(
    of candidate: Candidate, reading: QuotaReading?, place: Place, at now: Date
  ) -> String {
    guard let reading else { return "an API key, used when no account with a quota can be" }
    var parts = reading.windows.reversed().map { window in
      let reset = window.resetsAt.map {
        " (resets in \(ClockText.span(seconds: $0.timeIntervalSince(now))))"
      }
      return "\(Percent.text(left: window.leftPercent)) of its \(window.name) left\(reset ?? "")"
    }
    if place.isStale {
      parts.append("read \(ClockText.span(seconds: reading.age(at: now))) ago")
    }
    if place.isShort { parts.append("behind others because a short window is nearly used up") }
    if candidate.preference == .prefer { parts.append("preferred") }
    if place.isPreserved { parts.append("kept for when no other can be used") }
    if place.isCooling, let until = candidate.coolingUntil {
      let span = ClockText.span(seconds: until.timeIntervalSince(now))
      parts.append("resting for \(span) after errors")
    }
    return parts.joined(separator: ", ")
  }
}

/// What an account that can be used is ordered by: the lesser goes first. The fields are compared one
/// after another, so their order is the order of the rules.
struct Place: Comparable {
  /// Whether it is an API key, which is used only when no account with a quota can be.
  let isFallback: Bool
  /// Whether it rests after errors.
  let isCooling: Bool
  /// Whether its reading is older than 15 minutes.
  let isStale: Bool
  /// Whether the user wants it kept for the last.
  let isPreserved: Bool
  /// Whether little of a short window is left, so that it would soon stop in mid-work.
  let isShort: Bool
  /// Whether the user does not prefer it.
  let isNotPreferred: Bool
  /// What the strategy orders by; for an API key its place in the user's list of fallbacks.
  let measure: Double
  /// What orders accounts of the same measure: their live runs, for `balanced` only.
  let load: Int
  /// Labels order what is equal so far, without regard to case.
  let label: String
  /// Makes the order total.
  let id: String

  /// Everything but what the strategy and the labels decide.
  var tier: [Int] {
    [
      isFallback ? 1 : 0, isCooling ? 1 : 0, isStale ? 1 : 0, isPreserved ? 1 : 0, isShort ? 1 : 0,
      isNotPreferred ? 1 : 0,
    ]
  }

  /// What orders accounts by name: their labels without regard to case, then as they are.
  var name: [String] { [label.lowercased(), label, id] }

  static func < (one: Place, other: Place) -> Bool {
    if one.tier != other.tier { return one.tier.lexicographicallyPrecedes(other.tier) }
    if one.measure != other.measure { return one.measure < other.measure }
    if one.load != other.load { return one.load < other.load }
    return one.name.lexicographicallyPrecedes(other.name)
  }
}
