package import EngineCore
import TUIKit

/// The time as the screen tells it.
package struct ScreenClock: Hashable, Sendable {
  /// The time.
  package let now: Date
  /// The zone it is shown in.
  package let timeZone: ClockZone
  /// Whether nothing may change more often than once a minute.
  package let isCalm: Bool

  /// A clock of its parts.
  package init(now: Date, timeZone: ClockZone, isCalm: Bool = false) {
    self.now = now
    self.timeZone = timeZone
    self.isCalm = isCalm
  }

  /// The clock of a screen.
  package init(_ state: DashboardState) {
    self.init(now: state.now, timeZone: state.timeZone, isCalm: state.mode.isQuiet)
  }

  /// A moment near now: `15:13`, `Tue 22:00`.
  func near(_ date: Date) -> String { ClockText.near(date, now: now, in: timeZone) }

  /// The time of day of a moment.
  func clock(_ date: Date, seconds: Bool = false) -> String {
    ClockText.clock(date, in: timeZone, seconds: seconds)
  }

  /// A span in a sentence: `41m 07s`.
  func words(_ seconds: Double) -> String {
    isCalm && seconds < 3_600
      ? DurationText.calm(seconds: seconds) : DurationText.precise(seconds: seconds)
  }

  /// A countdown to a moment: `41m`.
  func countdown(to date: Date) -> String {
    let seconds = date.timeIntervalSince(now)
    return isCalm && seconds < 60 ? "<1m" : ClockText.span(seconds: seconds)
  }

  /// The time since a moment: `3h12m`.
  func countdown(since date: Date) -> String {
    let seconds = now.timeIntervalSince(date)
    return isCalm && seconds < 60 ? "<1m" : ClockText.span(seconds: seconds)
  }

  /// How long ago a moment was: `12s ago`.
  func ago(_ date: Date) -> String {
    let seconds = now.timeIntervalSince(date)
    if isCalm && seconds < 60 { return "just now" }
    if seconds >= 86_400 { return "\(Int(min(seconds, 1e10) / 86_400))d ago" }
    return ClockText.span(seconds: seconds) + " ago"
  }
}
