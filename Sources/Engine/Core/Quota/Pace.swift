/// How the use of a window compares with even use over its whole length, at the moment it was read.
package struct Pace: Hashable, Sendable {
  /// Use in words.
  package enum Verdict: Hashable, Sendable {
    /// Within 3 points of even use.
    case onPace
    /// This many points more left than even use would leave.
    case inReserve(points: Double)
    /// This many points less left than even use would leave.
    case overPace(points: Double)
  }

  /// Percent that even use would have left, 0 to 100: where the marker stands.
  package let expectedLeft: Double
  /// Percent left beyond that; negative when use was faster than even.
  package let delta: Double
  /// When nothing is left if use goes on as it was; nil if it lasts to the reset.
  package let runsOutAt: Date?

  /// The pace of a window as it was read at `readAt`.
  ///
  /// Nil, because nothing can be said: in the first tenth of the window, when nothing or everything is
  /// used, when the reset is unknown, past, or further away than the window is long.
  package init?(of window: QuotaWindow, readAt: Date) {
    guard let resetsAt = window.resetsAt, window.usedPercent > 0, !window.isUsedUp else {
      return nil
    }
    let length = Double(window.lengthSeconds)
    let ahead = resetsAt.timeIntervalSince(readAt)
    let elapsed = length - ahead
    guard ahead > 0, elapsed >= length / 10 else { return nil }
    expectedLeft = 100 * ahead / length
    delta = window.leftPercent - expectedLeft
    let percentASecond = (100 - window.leftPercent) / elapsed
    let end = readAt + window.leftPercent / percentASecond
    runsOutAt = end < resetsAt ? end : nil
  }

  /// The pace in words.
  package var verdict: Verdict {
    if abs(delta) <= 3 { return .onPace }
    return delta > 0 ? .inReserve(points: delta) : .overPace(points: -delta)
  }
}
