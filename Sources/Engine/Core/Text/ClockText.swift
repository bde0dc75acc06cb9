/// Moments and spans as people read them, without a locale: the same words everywhere.
package enum ClockText {
  /// A moment in a time zone: `2026-11-20 15:04`.
  package static func moment(_ date: Date, in timeZone: ClockZone) -> String {
    let time = CivilTime(date, in: timeZone)
    return time.dayText + " " + time.clockText(seconds: false)
  }

  /// A moment for machines: RFC 3339 in UTC, whole seconds.
  package static func stamp(_ date: Date) -> String {
    stamp(date, in: .gmt)
  }

  /// A moment for logs: RFC 3339 in a zone, with its distance from UTC at that moment; whole seconds.
  package static func stamp(_ date: Date, in timeZone: ClockZone) -> String {
    let time = CivilTime(date, in: timeZone)
    let minutes = timeZone.secondsFromGMT(for: date) / 60
    let (hour, minute) = (CivilTime.two(abs(minutes) / 60), CivilTime.two(abs(minutes) % 60))
    let distance = minutes == 0 ? "Z" : (minutes < 0 ? "-" : "+") + hour + ":" + minute
    return time.dayText + "T" + time.clockText(seconds: true) + distance
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
