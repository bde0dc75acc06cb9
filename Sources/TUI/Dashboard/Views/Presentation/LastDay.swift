package import EngineCore
import TUIKit

/// The use of a window in the clock hours of the last day.
package struct LastDay: Hashable, Sendable {
  private let use: HourlyUse

  /// The use that hourly readings show, oldest first.
  package init(_ samples: [UsageSample], now: Date) {
    let end = (now.timeIntervalSince1970 / 3_600).rounded(.up) * 3_600
    use = HourlyUse(of: samples, until: Date(timeIntervalSince1970: end))
  }

  /// Whether nothing is known.
  package var isEmpty: Bool { use.knownHours == 0 }

  /// Percent of the window used in all hours together.
  package var total: Double { use.total }

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
