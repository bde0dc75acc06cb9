import Engine
import EngineCore
import TUIKit

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
