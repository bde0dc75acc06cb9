/// What several windows of one kind have left together over time, if nothing is used: a step function
/// that rises whenever one of them starts over.
package struct CapacityForecast: Hashable, Sendable {
  /// One window of the pool.
  package struct Part: Hashable, Sendable {
    /// The account it belongs to.
    let account: AccountID
    /// Percent left, 0 to 100.
    let left: Double
    /// When it starts over, nil if that is unknown or it has not started.
    let resetsAt: Date?

    /// A part of its values.
    package init(account: AccountID, left: Double, resetsAt: Date?) {
      self.account = account
      self.left = left
      self.resetsAt = resetsAt
    }
  }

  /// One rise.
  package struct Reset: Hashable, Sendable {
    /// When.
    package let at: Date
    /// Whose window starts over.
    package let account: AccountID
    /// Percent of one window that come back.
    let gain: Double
  }

  /// Windows left now, each counting 1 when untouched.
  let windowsNow: Double
  /// How many windows there are.
  package let count: Int
  /// The rises to come, soonest first.
  package let resets: [Reset]

  /// The forecast of some windows from `now` on.
  package init(_ parts: [Part], now: Date) {
    windowsNow = parts.reduce(0) { $0 + $1.left } / 100
    count = parts.count
    resets = parts.compactMap { part in
      guard let resetsAt = part.resetsAt, resetsAt > now, part.left < 100 else { return nil }
      return Reset(at: resetsAt, account: part.account, gain: 100 - part.left)
    }.sorted { $0.at < $1.at }
  }

  /// Percent of the whole pool left at a time, 0 to 100; 0 for an empty pool.
  package func left(at date: Date) -> Double {
    guard count > 0 else { return 0 }
    let gained = resets.prefix { $0.at <= date }.reduce(0) { $0 + $1.gain }
    return min(100, (windowsNow * 100 + gained) / Double(count))
  }

  /// Percent of the whole pool left once each of `resets` has come, in their order.
  package var levels: [Double] {
    var windows = windowsNow * 100
    return resets.map { reset in
      windows += reset.gain
      return min(100, windows / Double(count))
    }
  }

  /// The pool sampled in the middle of `samples` equal spans, percent left.
  package func series(from start: Date, seconds: Double, samples: Int) -> [Double] {
    guard samples > 0, count > 0 else { return [] }
    var level = windowsNow * 100
    var pending = resets[...]
    return (0..<samples).map { index in
      let date = start + (Double(index) + 0.5) * seconds / Double(samples)
      while let next = pending.first, next.at <= date {
        level += next.gain
        pending = pending.dropFirst()
      }
      return min(100, level / Double(count))
    }
  }

  /// When the pool is empty if `rate` windows an hour are used, resets included; nil if that does not
  /// happen within `horizon` seconds. Windows that were renewed are taken as lasting once.
  package func runsDry(rate: Double, from start: Date, within horizon: Double) -> Date? {
    guard rate > 0, count > 0 else { return nil }
    var level = windowsNow
    var time = start
    for reset in resets {
      let empty = time + level / rate * 3_600
      if empty < reset.at { return empty <= start + horizon ? empty : nil }
      level -= reset.at.timeIntervalSince(time) / 3_600 * rate
      level += reset.gain / 100
      time = reset.at
    }
    let empty = time + level / rate * 3_600
    return empty <= start + horizon ? empty : nil
  }
}
