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

extension QuotaReading {
  /// Whether the server's own verdict is that the account cannot be used.
  package var isRefused: Bool { isAllowed == false || isLimitReached == true }

  /// The main windows of which nothing is left.
  package var usedUpWindows: [QuotaWindow] { windows.filter(\.isUsedUp) }

  /// The main window that is low and has the least left, the longest of equals; nil if none is low.
  package var lowWindow: QuotaWindow? {
    windows.filter(\.isLow).min {
      ($0.leftPercent, -$0.lengthSeconds) < ($1.leftPercent, -$1.lengthSeconds)
    }
  }

  /// The reading as it stands at `now`: ended windows start over, and a refusal is over when every
  /// window that caused it has ended. A refusal with another cause, or with none that shows, stays.
  package func at(_ now: Date) -> QuotaReading {
    let renewed = windows.map { $0.at(now) }
    let isOver =
      isRefused && !usedUpWindows.isEmpty && !renewed.contains(where: \.isUsedUp)
      && (reachedType ?? Self.windowLimit) == Self.windowLimit
    return QuotaReading(
      readAt: readAt, source: source, plan: plan,
      isAllowed: isOver ? isAllowed.map { _ in true } : isAllowed,
      isLimitReached: isOver ? isLimitReached.map { _ in false } : isLimitReached,
      windows: renewed,
      extraLimits: extraLimits.map { limit in
        NamedLimit(name: limit.name, windows: limit.windows.map { $0.at(now) })
      },
      credits: credits, bankedResets: bankedResets, bankedResetsEnd: bankedResetsEnd,
      reachedType: isOver ? nil : reachedType)
  }

  /// The server's word for a limit that ends with its window.
  private static let windowLimit = "rate_limit_reached"
}

/// A limit beside the main one (per model, code review), shown in detail only.
package struct NamedLimit: Hashable, Sendable, Codable {
  /// The server's name of the limit.
  package let name: String
  /// Its windows.
  package let windows: [QuotaWindow]

  /// A limit with its windows.
  package init(name: String, windows: [QuotaWindow]) {
    self.name = name
    self.windows = windows
  }
}

/// Bought credits of an account.
package struct Credits: Hashable, Sendable, Codable {
  /// Whether any credits exist.
  package let hasCredits: Bool
  /// Whether they never run out.
  package let isUnlimited: Bool
  /// The balance in the server's own notation, for example `9.99`.
  package let balance: String?

  /// Credits as the server reported them.
  package init(hasCredits: Bool, isUnlimited: Bool, balance: String?) {
    self.hasCredits = hasCredits
    self.isUnlimited = isUnlimited
    self.balance = balance
  }
}

/// A subscription plan, as the server names it. Unknown plans are kept as they come.
package struct Plan: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The server's word in lower case, for example `plus`; `api` for an API-key account.
  package let name: String

  /// Takes the server's word.
  package init(_ name: String) {
    self.name = PrintableText.shortened(name, to: 40).lowercased()
  }

  /// Takes the server's word, nil for one that says nothing.
  package init?(named name: String) {
    self.init(name)
    if self.name.isEmpty { return nil }
  }

  /// The plan of an account that signs in with an API key.
  package static let api = Plan("api")

  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  package var description: String { name }
}

/// Why a quota reading failed. No case carries a payload.
package enum ReadingError: EngineError, Hashable, Codable {
  /// 401: the sign-in was refused.
  case signedOut(label: String)
  /// 402 or 403: the account or its workspace was refused.
  case refused(label: String, status: Int)
  /// 429, with the time the server named.
  case limited(label: String, until: Date?)
  /// 5xx.
  case server(label: String, status: Int)
  /// The server could not be reached.
  case network(label: String, detail: String)
  /// No answer in time.
  case timedOut(label: String, seconds: Double)
  /// An answer that is not what was expected.
  case unreadable(label: String, detail: String)

  package var code: String {
    switch self {
    case .signedOut: "signed_out"
    case .refused: "refused"
    case .limited: "limited"
    case .server: "server"
    case .network: "network"
    case .timedOut: "timed_out"
    case .unreadable: "unreadable"
    }
  }

  package var message: String {
    switch self {
    case .signedOut(let label): "The sign-in of \(label) was refused (401)."
    case .refused(let label, let status): "The server refused \(label) (\(status))."
    case .limited(let label, _): "The server asks \(label) to slow down (429)."
    case .server(let label, let status):
      "The server failed while reading the quota of \(label) (\(status))."
    case .network(let label, let detail):
      "The quota of \(label) could not be read: \(detail)."
    case .timedOut(let label, let seconds):
      "The quota of \(label) did not arrive within \(Int(seconds)) s."
    case .unreadable(let label, let detail):
      "The quota of \(label) came in a form that swop cannot read: \(detail)."
    }
  }

  package var remedy: String? {
    switch self {
    case .signedOut(let label): "Sign in again: swop relogin \(ShellWord.quoted(label))"
    case .refused: "Look at the account's plan and workspace in the browser."
    case .limited, .server, .network, .timedOut: "Try again later: swop status --refresh"
    case .unreadable: "Look for a newer swop; the server's answer may have changed."
    }
  }

  package var outcome: FailureOutcome {
    if case .signedOut = self { .signInNeeded } else { .failed }
  }
}
