/// Moments and spans as people read them, without a locale: the same words everywhere.
package enum ClockText {
  /// A moment in a time zone: `2026-11-20 15:04`.
  package static func moment(_ date: Date, in timeZone: TimeZone) -> String {
    let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: timeZone)
      .year().month().day().dateSeparator(.dash)
      .time(includingFractionalSeconds: false).timeSeparator(.colon)
    return String(date.formatted(style).dropLast(3))
  }

  /// A moment for machines: RFC 3339 in UTC, whole seconds.
  package static func stamp(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle())
  }

  /// A span as a countdown shows it: `45s`, `41m`, `2h18m`, `3d18h`; 0 for what has passed and for
  /// what is no number, 99999 days for anything longer.
  package static func span(seconds: Double) -> String {
    let longest = Double(99_999 * 86_400)
    let total = seconds > 0 ? Int(min(seconds, longest)) : 0
    let (minutes, hours, days) = (total / 60 % 60, total / 3_600 % 24, total / 86_400)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if days > 0 { return "\(days)d\(two(hours))h" }
    if hours > 0 { return "\(hours)h\(two(minutes))m" }
    return total >= 60 ? "\(minutes)m" : "\(total)s"
  }
}
