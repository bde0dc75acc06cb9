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

  /// A window as the server reported it. What is no number counts as used up.
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

  /// The window as it stands at `now`: a period that has ended since the reading starts anew.
  package func at(_ now: Date) -> QuotaWindow {
    guard let resetsAt, resetsAt <= now else { return self }
    return QuotaWindow(lengthSeconds: lengthSeconds, usedPercent: 0, resetsAt: nil)
  }

  private static func isNear(_ length: Int, _ target: Int) -> Bool {
    abs(length - target) <= target / 50
  }
}
