import EngineCore
import TUIKit

/// The time as the screen tells it.
struct ScreenClock: Hashable, Sendable {
  /// The time.
  let now: Date
  /// The zone it is shown in.
  let timeZone: ClockZone
  /// Whether nothing may change more often than once a minute.
  let isCalm: Bool

  /// A clock of its parts.
  init(now: Date, timeZone: ClockZone, isCalm: Bool = false) {
    self.now = now
    self.timeZone = timeZone
    self.isCalm = isCalm
  }

  /// The clock of a screen.
  init(_ state: DashboardState) {
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

/// What the pace of a window means, in words.
enum PacePhrase {
  /// The words for a window.
  ///
  /// - Parameters:
  ///   - window: the window as it stands now.
  ///   - readAt: when it was read; pace is judged at that moment.
  ///   - clock: the time, the zone, and whether seconds are said.
  /// - Returns: One clause, two where something runs out.
  static func words(
    for window: QuotaWindow, readAt: Date, clock: ScreenClock
  ) -> [String] {
    if window.isUsedUp { return usedUp(window, clock) }
    if window.isFresh(at: clock.now) { return ["fresh, starts with the first request"] }
    guard let resetsAt = window.resetsAt else { return ["no reset time known"] }
    let ahead = resetsAt.timeIntervalSince(clock.now)
    guard let pace = Pace(of: window, readAt: readAt) else {
      return window.usedPercent == 0
        ? ["unused, resets in \(clock.words(ahead))"] : ["just started, too early for a pace"]
    }
    let head = verdict(pace)
    // Within three points of even use an end shortly before the reset is noise.
    guard let end = pace.runsOutAt, pace.verdict != .onPace else {
      return ["\(head), lasts to the reset in \(clock.words(ahead))"]
    }
    let before = resetsAt.timeIntervalSince(end)
    return [
      "\(head), runs out \(clock.near(end))",
      "\(clock.words(before)) before the reset",
    ]
  }

  /// The words in `width` columns: `on pace, lasts to the reset 15:13`, `on pace, resets 15:13`, `on pace`.
  static func short(
    for window: QuotaWindow, readAt: Date, clock: ScreenClock, width: Int
  ) -> String {
    if window.isUsedUp {
      return window.resetsAt.map { "used up, back \(clock.near($0))" } ?? "used up"
    }
    if window.isFresh(at: clock.now) { return "fresh" }
    guard let resetsAt = window.resetsAt else { return "no reset time known" }
    guard let pace = Pace(of: window, readAt: readAt) else {
      return "\(Percent.text(left: window.leftPercent)) left, resets \(clock.near(resetsAt))"
    }
    guard let end = pace.runsOutAt, pace.verdict != .onPace else {
      let verdict = verdict(pace)
      return [", lasts to the reset \(clock.near(resetsAt))", ", resets \(clock.near(resetsAt))"]
        .map { verdict + $0 }.first { $0.count <= width } ?? verdict
    }
    return "\(verdict(pace)), out \(clock.near(end))"
  }

  /// `on pace`, `12% in reserve`, `18% over pace`.
  static func verdict(_ pace: Pace) -> String {
    switch pace.verdict {
    case .onPace: "on pace"
    case .inReserve(let points): "\(Int(points.rounded()))% in reserve"
    case .overPace(let points): "\(Int(points.rounded()))% over pace"
    }
  }

  private static func usedUp(_ window: QuotaWindow, _ clock: ScreenClock) -> [String] {
    guard let resetsAt = window.resetsAt else { return ["used up, no reset time known"] }
    let ahead = resetsAt.timeIntervalSince(clock.now)
    return ["used up, resets in \(clock.words(ahead))"]
  }
}

/// The use of a window in the clock hours of the last day.
struct LastDay: Hashable, Sendable {
  private let use: HourlyUse

  /// The use that hourly readings show, oldest first.
  init(_ samples: [UsageSample], now: Date) {
    let end = (now.timeIntervalSince1970 / 3_600).rounded(.up) * 3_600
    use = HourlyUse(of: samples, until: Date(timeIntervalSince1970: end))
  }

  /// Whether nothing is known.
  var isEmpty: Bool { use.knownHours == 0 }

  /// Percent of the window used in all hours together.
  var total: Double { use.total }

  /// The busiest hour in words: `peak 24% an hour at 11:00`.
  func peak(_ clock: ScreenClock, at word: String) -> String {
    guard let peak = use.peak else { return "unused" }
    return "peak \(Int(peak.percent.rounded()))% an hour \(word)\(clock.clock(peak.at))"
  }

  /// The busiest hour in the least room: `peak 24%`.
  var shortPeak: String {
    use.peak.map { "peak \(Int($0.percent.rounded()))%" } ?? "unused"
  }

  /// The sparkline in `width` columns and as many rows, the busiest hour highest.
  func lines(width: Int, rows: Int = 1, glyphs: GlyphSet) -> [StyledLine] {
    let values = Sparkline.scaled(use.hours.map { $0 ?? 0 })
    let columns = Sparkline.columns(values, width: width)
    return Sparkline.rows(columns, rows: rows, glyphs: glyphs).map { StyledLine($0, .chart) }
  }
}
