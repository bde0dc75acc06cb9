import Engine
import EngineCore
import TUIKit

/// What all accounts have left together, and which one automatic choice would take.
enum PoolView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let isNarrow = area.columns < 66
    let form: (bar: Int, long: Bool, words: Bool) =
      isNarrow ? (10, false, false) : area.columns >= 110 ? (20, true, true) : (10, true, false)
    let line = line(form, context)
    canvas.line(line, in: area, context.glyphs)
    let taken = line.width + 2
    let trailing =
      isNarrow ? nextReset(context, room: area.columns - taken) : choice(context)
    canvas.trailing(trailing, in: area, after: taken)
  }

  private static func line(
    _ form: (bar: Int, long: Bool, words: Bool), _ context: ViewContext
  ) -> StyledLine {
    let pool = context.pool
    var line = StyledLine(" ")
    line.append("POOL", .title)
    guard pool.short != nil || pool.long != nil else {
      line.append("   nothing to draw on now", .muted)
      return line
    }
    if let short = pool.short {
      line.append(form.long ? "   \(short.name) " : " ", .muted)
      line.append(Meter(left: short.average).line(width: form.bar, glyphs: context.glyphs))
      line.append(form.words ? "  " : " ")
      line.append("\(short.windowsText) of \(short.count)", .title)
      line.append(form.words ? " windows left" : " left", .muted)
    }
    if form.long || pool.short == nil, let long = pool.long {
      line.append(
        pool.short == nil
          ? "   \(long.name) " : form.words ? "     \(long.name) " : "    \(long.name) ", .muted)
      line.append(Meter(left: long.average).line(width: form.bar, glyphs: context.glyphs))
      line.append(form.words ? "  " : " ")
      line.append(Percent.text(left: long.average), .title)
      line.append(" left", .muted)
    }
    return line
  }

  private static func choice(_ context: ViewContext) -> StyledLine {
    guard let choice = context.state.choice else { return StyledLine() }
    var line = StyledLine("auto ", .muted)
    if let label = choice.label {
      line.append("\(context.glyphs.pointer) ", .key)
      line.append(DisplayWidth.cut(label, to: 20, ellipsis: context.glyphs.ellipsis), .title)
    } else if let until = choice.blockedUntil {
      line.append("none for \(context.clock.countdown(to: until))", .stateWaiting)
    } else {
      line.append("none", .stateExpired)
    }
    return line
  }

  private static func nextReset(_ context: ViewContext, room: Int) -> StyledLine {
    // Where no short window counts, every account waits for a long one.
    let isDry = context.pool.short == nil
    let reset = context.resets.first { !isDry || $0.window.isLong }
    guard let reset else { return StyledLine() }
    let time = StyledLine(" \(context.clock.countdown(to: reset.at))", .muted)
    var line = StyledLine("\(context.glyphs.rise) ", .chartReset)
    let name = max(8, min(20, room - line.width - time.width))
    line.append(DisplayWidth.cut(reset.label, to: name, ellipsis: context.glyphs.ellipsis))
    return line + time
  }
}
