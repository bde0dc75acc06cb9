import EngineCore
import TUIKit

/// What runs in the background: the proxy, the next reading, the theme, the order.
enum StatusLineView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let state = context.state
    var parts = [proxy(context), refresh(context)]
    parts.append(pair("theme", state.appearance.theme))
    parts.append(pair("sort:", state.accounts.sort.word))
    var line = StyledLine(" ")
    for part in parts where part.width > 0 {
      let gap = line.width > 1 ? "     " : ""
      guard line.width + gap.count + part.width <= area.columns else { continue }
      line.append(gap)
      line.append(part)
    }
    canvas.line(line, in: area, context.glyphs)
  }

  private static func pair(_ name: String, _ value: String) -> StyledLine {
    var line = StyledLine("\(name) ", .muted)
    line.append(value)
    return line
  }

  private static func proxy(_ context: ViewContext) -> StyledLine {
    guard let service = context.state.proxy.service else {
      return StyledLine("proxy off", .muted)
    }
    var line = StyledLine("proxy ", .muted)
    line.append(service.url.replacing("http://", with: ""))
    line.append(" \(context.glyphs.glyph(.ready)) ", .stateReady)
    let streams = service.activeStreams
    line.append("\(streams) answer\(streams == 1 ? "" : "s") now")
    return line
  }

  private static func refresh(_ context: ViewContext) -> StyledLine {
    let state = context.state
    if state.mode.isFrozen { return pair("usage", "frozen") }
    guard let next = state.nextPollAt else { return StyledLine() }
    if next <= state.now { return pair("usage", "refreshing") }
    return pair("usage refresh in", context.clock.countdown(to: next))
  }
}
