import EngineCore

/// When a server says that a limit ends, believed only as far as it makes sense.
enum ResetTime {
  /// Nothing is believed beyond this: 31 days, in seconds.
  static let longest = Refusal.longestSeconds

  /// A moment ahead of `now`; nil for one that has passed or is further away than any window lasts: that one is
  /// not known.
  static func valid(_ date: Date, at now: Date) -> Date? {
    date > now && date <= now + longest ? date : nil
  }

  /// A moment given in seconds since 1970, or in milliseconds.
  static func moment(_ number: Double, at now: Date) -> Date? {
    valid(Date(timeIntervalSince1970: number > 1e11 ? number / 1_000 : number), at: now)
  }

  /// A moment given in seconds from `now`.
  static func countdown(_ seconds: Double, at now: Date) -> Date? {
    seconds > 0 && seconds <= longest ? now + seconds : nil
  }

  /// The moment that a `Retry-After` names, in seconds or as a date.
  static func retryAfter(_ headers: [HTTPField], at now: Date) -> Date? {
    guard let value = headers.value(of: "retry-after") else { return nil }
    if let seconds = Double(value) { return countdown(seconds, at: now) }
    return HTTPDate.moment(value).flatMap { valid($0, at: now) }
  }

  /// The moment a usage limit ends. The error names its own end; the windows that the headers show as
  /// used up come next, then the general `Retry-After`.
  static func usageLimit(_ detail: ErrorDetail, headers: [HTTPField], at now: Date) -> Date? {
    detail.resetsAt.flatMap { moment($0, at: now) }
      ?? detail.resetsInSeconds.flatMap { countdown($0, at: now) }
      ?? RateLimitHeaders.usedUpReset(headers, at: now)
      ?? retryAfter(headers, at: now)
  }
}
