/// One quota period of an account, as read at one moment.
package struct QuotaWindow: Hashable, Sendable, Codable {
  /// The length of the period in seconds, 1 to 315,360,000 (3,650 days); the window is named by it.
  package let lengthSeconds: Int
  /// Percent used, 0 to 1,000,000; the server may report more than 100.
  package let usedPercent: Double
  /// When the period ends; nil if the server did not say.
  package let resetsAt: Date?

  private enum CodingKeys: String, CodingKey {
    case lengthSeconds, usedPercent, resetsAt
  }

  /// A window as the server reported it. What is not a number counts as used up.
  package init(lengthSeconds: Int, usedPercent: Double, resetsAt: Date?) {
    self.lengthSeconds = min(315_360_000, max(1, lengthSeconds))
    self.usedPercent = usedPercent.isNaN ? 100 : min(1_000_000, max(0, usedPercent))
    self.resetsAt = resetsAt
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    // What is stored may say anything, and keeps to the same bounds.
    self.init(
      lengthSeconds: try container.decode(Int.self, forKey: .lengthSeconds),
      usedPercent: try container.decode(Double.self, forKey: .usedPercent),
      resetsAt: try container.decodeIfPresent(Date.self, forKey: .resetsAt))
  }

  /// Percent left, 0 to 100.
  package var leftPercent: Double { min(100, max(0, 100 - usedPercent)) }

  /// Nothing is left.
  package var isUsedUp: Bool { usedPercent >= 100 }

  /// 15% or less is left.
  package var isLow: Bool { leftPercent <= 15 }

  /// A day or more: the kind of window that automatic choice ranks by.
  package var isLong: Bool { lengthSeconds >= 86_400 }

  /// The name that follows from the length: `5h`, `week`, `30d`, `45m`.
  package var name: String { Self.name(lengthSeconds: lengthSeconds) }

  /// The name of a window of a length in seconds. Servers round a little (604,740 is a week), so
  /// lengths within 2% of a whole unit take its name.
  package static func name(lengthSeconds: Int) -> String {
    let week = 604_800
    if isNear(lengthSeconds, week) { return "week" }
    for (unit, suffix) in [(86_400, "d"), (3_600, "h"), (60, "m")] {
      let count = Int((Double(lengthSeconds) / Double(unit)).rounded())
      if count >= 1 && isNear(lengthSeconds, count * unit) { return "\(count)\(suffix)" }
    }
    return "\(lengthSeconds)s"
  }

  /// The window as it stands at `now`: a period that has ended since the reading starts over.
  func at(_ now: Date) -> QuotaWindow {
    guard let resetsAt, resetsAt <= now else { return self }
    return QuotaWindow(lengthSeconds: lengthSeconds, usedPercent: 0, resetsAt: nil)
  }

  private static func isNear(_ length: Int, _ target: Int) -> Bool {
    abs(length - target) <= target / 50
  }
}

extension QuotaWindow {
  /// Whether the window has not started yet. The server names a whole length from now for such a one.
  package func isFresh(at now: Date) -> Bool {
    guard usedPercent == 0 else { return false }
    guard let resetsAt else { return true }
    return resetsAt.timeIntervalSince(now) > 0.95 * Double(lengthSeconds)
  }

  /// When the window starts over, as a countdown; `fresh` before its first use, empty if unknown.
  package func resetText(at now: Date) -> String {
    if isFresh(at: now) { return "fresh" }
    guard let resetsAt else { return "" }
    return ClockText.span(seconds: resetsAt.timeIntervalSince(now))
  }

  /// Percent that even use would have left at `readAt`, 0 to 100: where a bar carries its marker. Nil
  /// where a marker would say nothing: an unused window, a used up one, one without an end.
  package func evenLeft(readAt: Date) -> Double? {
    guard usedPercent > 0, !isUsedUp, let resetsAt else { return nil }
    let remaining = resetsAt.timeIntervalSince(readAt) / Double(lengthSeconds)
    return (0...1).contains(remaining) ? remaining * 100 : nil
  }
}

/// How people read a percentage of quota: 0% only when nothing is left, 100% only when untouched.
package enum Percent {
  /// The text of `left` percent: `<1%` below 1, `99%` below 100 (openai/codex#26370).
  package static func text(left: Double) -> String {
    if left > 0 && left < 1 { return "<1%" }
    return "\(whole(left: left))%"
  }

  /// `left` as the whole number its text shows; `<1%` counts as 0, and so does what is not a number.
  static func whole(left: Double) -> Int {
    let bounded = left >= 1 ? min(left, 100) : 0
    return bounded > 99 && bounded < 100 ? 99 : Int(bounded.rounded())
  }
}
