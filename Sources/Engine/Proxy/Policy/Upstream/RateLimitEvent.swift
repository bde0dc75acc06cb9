package import EngineCore

/// The event `codex.rate_limits`, which tells of the account's windows inside a stream.
package enum RateLimitEvent {
  /// The event's name.
  package static let type = "codex.rate_limits"

  /// The reading in an event's JSON; nil if it is another event or names no window. An event arrives
  /// only while the account is served, unless it says otherwise.
  package static func reading(in data: ArraySlice<UInt8>, at now: Date) -> QuotaReading? {
    guard let event = try? JSONReader.value(in: Array(data)), event["type"]?.text == type else {
      return nil
    }
    let limits = event["rate_limits"]
    let windows = ["primary", "secondary"].compactMap { name in
      limits?[name].flatMap { window($0, at: now) }
    }
    guard !windows.isEmpty else { return nil }
    let isReached = limits?["limit_reached"]?.looseBoolean ?? false
    return QuotaReading(
      readAt: now, source: .response, plan: event["plan_type"]?.text.flatMap { Plan(named: $0) },
      isAllowed: limits?["allowed"]?.looseBoolean ?? !isReached, isLimitReached: isReached,
      windows: windows, credits: credits(event["credits"]))
  }

  private static func window(_ value: JSONValue, at now: Date) -> QuotaWindow? {
    guard let used = value["used_percent"]?.looseNumber,
      let minutes = value["window_minutes"]?.looseNumber, minutes > 0
    else { return nil }
    let reset = value["reset_at"] ?? value["resets_at"]
    return QuotaWindow(
      lengthSeconds: Int(min(minutes * 60, 1e9).rounded()), usedPercent: used,
      resetsAt: reset?.looseNumber.flatMap { ResetTime.moment($0, at: now) })
  }

  private static func credits(_ value: JSONValue?) -> Credits? {
    guard let value, let hasCredits = value["has_credits"]?.looseBoolean else { return nil }
    return Credits(
      hasCredits: hasCredits, isUnlimited: value["unlimited"]?.looseBoolean ?? false,
      balance: value["balance"]?.text.map { PrintableText.shortened($0, to: 40) })
  }
}
