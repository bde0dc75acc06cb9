/// What was used of one window in each hour, from readings one an hour.
package struct HourlyUse: Hashable, Sendable {
  /// The hours, oldest first, in percent of a window used; nil where nothing is known.
  package let hours: [Double?]
  /// When the last hour ends.
  package let end: Date

  /// The use in the `count` hours before `end`.
  ///
  /// What was used between two readings is spread evenly over the hours between them. Where more is left
  /// than before, the window has started anew: then what is missing from it counts.
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
