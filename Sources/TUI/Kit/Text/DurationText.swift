import EngineCore

/// Spans of time in words beyond the countdown of `ClockText`.
package enum DurationText {
  /// Two units with a space: `41m 07s`, `2h 18m`, `2d 23h`; below a minute only seconds.
  package static func precise(seconds: Double) -> String {
    let total = whole(seconds)
    let (minutes, hours, days) = (total / 60 % 60, total / 3_600 % 24, total / 86_400)
    if days > 0 { return "\(days)d \(two(hours))h" }
    if hours > 0 { return "\(hours)h \(two(minutes))m" }
    return total >= 60 ? "\(minutes)m \(two(total % 60))s" : "\(total)s"
  }

  /// Elapsed time as a clock shows it: `0:42`, `15:00`, `1:02:03`.
  package static func clock(seconds: Double) -> String {
    let total = whole(seconds)
    let (minutes, hours) = (total / 60 % 60, total / 3_600)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(total % 60))" : "\(minutes):\(two(total % 60))"
  }

  /// A countdown in whole minutes, for screens on which nothing ticks: `under 1m`, `41m`, `2h18m`.
  package static func calm(seconds: Double) -> String {
    seconds < 60 ? "under 1m" : ClockText.span(seconds: seconds)
  }

  private static func whole(_ seconds: Double) -> Int {
    seconds > 0 ? Int(min(seconds, 99_999 * 86_400)) : 0
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
