/// The quota of one account as read at one moment.
package struct QuotaReading: Hashable, Sendable, Codable {
  /// Where a reading came from.
  package enum Source: String, Hashable, Sendable, Codable {
    /// `GET wham/usage`.
    case usage
    /// codex's own app-server.
    case appServer = "app_server"
    /// Rate-limit headers or events of a response that passed through the proxy.
    case response
  }

  /// When the server answered.
  package let readAt: Date
  /// Where it came from.
  package let source: Source
  /// The plan the server named.
  package let plan: Plan?
  /// The server's own verdict; nil if it gave none.
  package let isAllowed: Bool?
  /// Whether the server says a limit is reached; nil if it did not say.
  package let isLimitReached: Bool?
  /// The main windows, shortest first.
  package let windows: [QuotaWindow]
  /// Limits beside the main one.
  package let extraLimits: [NamedLimit]
  /// Bought credits, nil if the server named none.
  package let credits: Credits?
  /// Resets that the user has banked; nil if the server named none.
  package let bankedResets: Int?
  /// When banked resets end, soonest first, without those that never do; nil if that was not asked or told.
  package var bankedResetsEnd: [Date]?
  /// The server's word for why a limit was reached, for example `rate_limit_reached`.
  package let reachedType: String?

  /// A reading with everything the server said.
  package init(
    readAt: Date, source: Source, plan: Plan? = nil, isAllowed: Bool?, isLimitReached: Bool?,
    windows: [QuotaWindow], extraLimits: [NamedLimit] = [], credits: Credits? = nil,
    bankedResets: Int? = nil, bankedResetsEnd: [Date]? = nil, reachedType: String? = nil
  ) {
    self.readAt = readAt
    self.source = source
    self.plan = plan
    self.isAllowed = isAllowed
    self.isLimitReached = isLimitReached
    self.windows = windows.sorted { $0.lengthSeconds < $1.lengthSeconds }
    self.extraLimits = extraLimits
    self.credits = credits
    self.bankedResets = bankedResets
    self.bankedResetsEnd = bankedResetsEnd
    self.reachedType = reachedType
  }

  /// Readings older than this are stale, for choosing and in JSON: 15 minutes, in seconds.
  package static let freshSeconds: Double = 900

  /// Age at `now` in seconds, never negative.
  package func age(at now: Date) -> Double { max(0, now.timeIntervalSince(readAt)) }

  /// Whether the reading is older than 15 minutes at `now`. One from further ahead than that was taken
  /// under a clock that was wrong, and counts as stale too.
  package func isStale(at now: Date) -> Bool {
    abs(now.timeIntervalSince(readAt)) > Self.freshSeconds
  }

  /// Whether it was taken under a clock that was ahead: it is dated after `now`.
  package func isFromFuture(at now: Date) -> Bool { readAt > now + Refusal.skewSeconds }

  /// The longest window of a day or more, which automatic choice ranks by.
  package var longestLongWindow: QuotaWindow? { windows.last(where: \.isLong) }

  /// The shortest window under a day: the `5h` one where there is one.
  package var shortWindow: QuotaWindow? { windows.first { !$0.isLong } }
}
