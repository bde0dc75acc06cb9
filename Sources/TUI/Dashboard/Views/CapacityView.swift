import Engine
import EngineCore
import TUIKit

/// The pool over time if nothing runs: the long windows for seven days, the short ones for hours.
struct CapacityView {
  private let context: ViewContext
  private let area: Rect
  private var glyphs: GlyphSet { context.glyphs }
  private var now: Date { context.state.now }
  /// Columns of the labels at the left, the axis included.
  private let margin = 7
  /// More rows do not make it clearer.
  static let mostRows = 34

  init(_ context: ViewContext, _ area: Rect) {
    self.context = context
    self.area = area
  }

  func draw(_ canvas: inout Canvas) {
    guard context.pool.longForecast.count > 0 else {
      let words = StyledLine(" nothing is known of the windows yet", .muted)
      canvas.line(words, in: area, glyphs)
      return
    }
    let hasShort = area.rows >= 9 && context.pool.shortForecast.count > 0
    let hasSentence = area.rows >= 11
    let rows = area.rows - (hasSentence ? 2 : 0)
    // The short windows have a chart of their own where two are high enough to be read.
    let short = hasShort ? (rows >= 22 ? rows * 2 / 5 : 2) : 0
    let parts = area.split(right: 1).rest.split(top: rows - short)
    canvas.within(parts.top) { longChart.draw(on: &$0, glyphs: glyphs) }
    if short > 2 {
      let lower = parts.rest.split(top: short).top.split(top: 1).rest
      canvas.within(lower) { shortChart.draw(on: &$0, glyphs: glyphs) }
    } else if hasShort {
      drawStrip(&canvas, row: rows - short)
    }
    if hasSentence {
      canvas.line(StyledLine(" " + sentence, .muted), in: area, row: area.rows - 1, glyphs)
    }
  }

  private static let week = 604_800.0
  private var width: Int { max(1, area.columns - margin - 1) }

  private func chart(
    _ forecast: CapacityForecast, seconds: Double, name: String, ticks: [ChartLabel],
    words: (AccountEntry, CapacityForecast.Reset) -> String
  ) -> AreaChart {
    var steps = [AreaChart.Step(at: 0, value: forecast.left(at: now) / 100)]
    for (reset, left) in zip(forecast.resets, forecast.levels) {
      steps.append(AreaChart.Step(at: reset.at.timeIntervalSince(now) / seconds, value: left / 100))
    }
    return AreaChart(
      steps: steps, levels: [.init(1, "100%"), .init(0.6, "60%"), .init(0.2, "20%")],
      name: DisplayWidth.padded(leading: name, to: margin - 2),
      ticks: [ChartLabel(column: 0, text: "now")] + ticks,
      marks: marks(forecast, seconds: seconds, words: words))
  }

  // MARK: - The long windows

  private var longChart: AreaChart {
    chart(
      context.pool.longForecast, seconds: Self.week, name: context.pool.long?.name ?? "week",
      ticks: days
    ) { entry, _ in entry.label }
  }

  /// Every midnight of the week, with the name of the day that begins.
  private var days: [ChartLabel] {
    let zone = context.state.timeZone
    let offset = Double(zone.secondsFromGMT(for: now))
    let today = ClockText.dayNumber(now, in: zone)
    return (1...7).compactMap { day in
      let date = Date(timeIntervalSince1970: Double((today + day) * 86_400) - offset)
      let column = place(date, within: Self.week)
      guard column >= 4, column + 3 <= width else { return nil }
      return ChartLabel(column: column, text: ClockText.weekday(date + 3_600, in: zone), rank: day)
    }
  }

  private func place(_ date: Date, within seconds: Double) -> Int {
    Int(date.timeIntervalSince(now) / seconds * Double(width))
  }

  private func marks(
    _ forecast: CapacityForecast, seconds: Double,
    words: (AccountEntry, CapacityForecast.Reset) -> String
  ) -> [ChartLabel] {
    let resets = forecast.resets.filter { $0.at > now }
    let places = resets.map { place($0.at, within: seconds) }
    return resets.enumerated().compactMap { rank, reset in
      let column = places[rank]
      // Where one begins no other can.
      guard rank == 0 || places[rank - 1] != column, let entry = context.entry(reset.account),
        (0..<width).contains(column)
      else {
        return nil
      }
      let short = "\(glyphs.rise)\(entry.number)"
      let text = "\(short) \(words(entry, reset))"
      // A mark gives up its words rather than push the next one out.
      let next = rank + 1 < places.count ? places[rank + 1] : width + 1
      let fits = column + DisplayWidth.of(text) < next
      return ChartLabel(column: column, text: fits ? text : short, short: short, rank: -rank)
    }
  }

  // MARK: - The short windows

  private var shortName: String { DisplayWidth.cut(context.pool.short?.name ?? "", to: margin - 2) }

  private var shortChart: AreaChart {
    chart(
      context.pool.shortForecast, seconds: NextResetsView.horizon, name: shortName, ticks: hours
    ) { entry, reset in "\(entry.label) \(context.clock.clock(reset.at))" }
  }

  /// Every full hour ahead.
  private var hours: [ChartLabel] {
    let offset = Double(context.state.timeZone.secondsFromGMT(for: now))
    let past = ((now.timeIntervalSince1970 + offset) / 3_600).rounded(.down)
    return (1...6).compactMap { hour in
      let date = Date(timeIntervalSince1970: (past + Double(hour)) * 3_600 - offset)
      let column = place(date, within: NextResetsView.horizon)
      guard column >= 4, column + 5 <= width else { return nil }
      return ChartLabel(column: column, text: context.clock.clock(date), rank: hour)
    }
  }

  private func drawStrip(_ canvas: inout Canvas, row: Int) {
    let forecast = context.pool.shortForecast
    let name = DisplayWidth.padded(leading: shortName, to: margin - 2)
    canvas.put(name, column: area.column, row: area.row + row, .muted)
    canvas.put(glyphs.line.vertical, column: area.column + 6, row: area.row + row, .rule)
    let strip = NextResetsView.strip(forecast, width: width, context)
    canvas.put(strip, column: area.column + margin, row: area.row + row)
    canvas.put("now", column: area.column + 2, row: area.row + row + 1, .muted)
    let marks = marks(forecast, seconds: NextResetsView.horizon) { _, reset in
      context.clock.clock(reset.at)
    }
    for label in LabelRow.placed(marks, width: width) {
      canvas.put(
        label.text, column: area.column + margin + label.column, row: area.row + row + 1,
        .chartReset)
    }
  }

  // MARK: - At today's pace

  private var sentence: String {
    let used = context.state.accounts.entries.reduce(0.0) {
      $0 + LastDay($1.history, now: now).total
    }
    guard used > 0 else { return "Nothing was used in the last 24 hours." }
    let rate = used / 100 / 24
    let hundredths = Int((rate * 100).rounded())
    let tail = hundredths % 100 < 10 ? "0\(hundredths % 100)" : "\(hundredths % 100)"
    let pace = "At today's pace, \(hundredths / 100).\(tail) windows an hour,"
    let dry = context.pool.shortForecast.runsDry(rate: rate, from: now, within: 86_400)
    guard let dry else { return "\(pace) the pool lasts through the day." }
    return "\(pace) the pool runs dry \(context.clock.near(dry))."
  }
}

/// The short windows of the next hours if nothing runs, and the resets that lift them.
enum NextResetsView {
  /// So far ahead it looks, in seconds: five and a half hours.
  static let horizon = 19_800.0

  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let forecast = context.pool.shortForecast
    var line = StyledLine(" ")
    line.append("NEXT", .title)
    let short = context.pool.short
    if let short, forecast.count > 0 {
      line.append("   \(short.name) ", .muted)
      line.append(strip(forecast, width: max(10, area.columns * 33 / 80), context))
    }
    // Where no short window counts, every account waits for a long one.
    let resets = context.resets.lazy.filter { $0.window.isLong == (short == nil) }
    if short == nil { line.append(resets.isEmpty ? "   no reset ahead" : " ", .muted) }
    canvas.line(line, in: area, context.glyphs)
    var column = line.width + 2
    for reset in resets {
      var mark = StyledLine("\(context.glyphs.rise) ", .chartReset)
      mark.append("\(context.entry(reset.account)?.number ?? 0)")
      mark.append(" \(context.clock.countdown(to: reset.at))", .muted)
      guard column + mark.width <= area.columns else { break }
      canvas.put(mark, column: area.column + column, row: area.row)
      column += mark.width + 3
    }
  }

  /// The pool over the next hours, one place a column.
  static func strip(
    _ forecast: CapacityForecast, width: Int, _ context: ViewContext
  ) -> StyledLine {
    let series = forecast.series(from: context.state.now, seconds: horizon, samples: width)
    return StyledLine(Sparkline.text(series.map { $0 / 100 }, glyphs: context.glyphs), .chart)
  }
}
