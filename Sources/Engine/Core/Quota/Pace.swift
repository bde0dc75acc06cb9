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
  let expectedLeft: Double
  /// Percent left beyond that; negative when use was faster than even.
  let delta: Double
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

/// What was used of one window in each hour, from readings one an hour.
package struct HourlyUse: Hashable, Sendable {
  /// The hours, oldest first, in percent of a window used; nil where nothing is known.
  package let hours: [Double?]
  /// When the last hour ends.
  let end: Date

  /// The use in the `count` hours before `end`.
  ///
  /// What was used between two readings is spread evenly over the hours between them. Where more is left
  /// than before, the window has started over: then what is missing from it counts.
  package init(of samples: [UsageSample], count: Int = 24, until end: Date) {
    self.end = end
    var hours = [Double?](repeating: nil, count: max(0, count))
    let start = end - Double(count) * 3_600
    for (before, after) in zip(samples, samples.dropFirst()) where after.at > before.at {
      let drop = before.leftPercent - after.leftPercent
      let used = drop >= 0 ? drop : 100 - after.leftPercent
      let span = after.at.timeIntervalSince(before.at)
      for index in hours.indices {
        let hourStart = start + Double(index) * 3_600
        let overlap =
          min(after.at, hourStart + 3_600).timeIntervalSince(max(before.at, hourStart))
        guard overlap > 0 else { continue }
        hours[index] = (hours[index] ?? 0) + used * overlap / span
      }
    }
    self.hours = hours
  }

  /// The hour with the most use, and when it began; nil if nothing was used.
  package var peak: (percent: Double, at: Date)? {
    let known = hours.enumerated().compactMap { index, value in value.map { (index, $0) } }
    guard let top = known.max(by: { $0.1 < $1.1 }), top.1 > 0 else { return nil }
    return (top.1, end - Double(hours.count - top.0) * 3_600)
  }

  /// All of it, in percent of a window.
  package var total: Double { hours.reduce(0) { $0 + ($1 ?? 0) } }

  /// How many hours are known.
  package var knownHours: Int { hours.count { $0 != nil } }
}
