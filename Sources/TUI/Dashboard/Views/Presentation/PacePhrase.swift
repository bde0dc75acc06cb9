package import EngineCore
import TUIKit

/// What the pace of a window means, in words.
package enum PacePhrase {
  /// The words for a window.
  ///
  /// - Parameters:
  ///   - window: the window as it stands now.
  ///   - readAt: when it was read; pace is judged at that moment.
  ///   - clock: the time, the zone, and whether seconds are said.
  /// - Returns: One clause, two where something runs out.
  package static func words(
    for window: QuotaWindow, readAt: Date, clock: ScreenClock
  ) -> [String] {
    if window.isUsedUp { return usedUp(window, clock) }
    if window.isFresh(at: clock.now) { return ["fresh, starts with the first request"] }
    guard let resetsAt = window.resetsAt else { return ["no reset time known"] }
    let ahead = resetsAt.timeIntervalSince(clock.now)
    guard let pace = Pace(of: window, readAt: readAt) else {
      return window.usedPercent == 0
        ? ["unused, starts anew in \(clock.words(ahead))"] : ["just started, too early for a pace"]
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
  package static func short(
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
  package static func verdict(_ pace: Pace) -> String {
    switch pace.verdict {
    case .onPace: "on pace"
    case .inReserve(let points): "\(Int(points.rounded()))% in reserve"
    case .overPace(let points): "\(Int(points.rounded()))% over pace"
    }
  }

  private static func usedUp(_ window: QuotaWindow, _ clock: ScreenClock) -> [String] {
    guard let resetsAt = window.resetsAt else { return ["used up, no reset time known"] }
    let ahead = resetsAt.timeIntervalSince(clock.now)
    return ["used up, starts anew in \(clock.words(ahead))"]
  }
}
