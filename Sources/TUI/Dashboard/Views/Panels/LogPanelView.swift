import EngineCore
import TUIKit

/// The whole event log, the newest last, what was searched for underlined.
enum LogPanelView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let log = context.state.events
    guard !log.entries.isEmpty else {
      PanelView.drawEmpty(&canvas, area, [StyledLine("nothing happened yet", .muted)], context)
      return
    }
    let count = log.entries.count
    let cursor = log.cursor ?? count - 1
    let list = RowList(count: count, chosen: cursor, hasCursor: !log.isSearching)
    let lines = EventsView.Lines(
      context, width: list.width(in: area), search: log.search.text)
    list.draw(
      on: &canvas, in: area, glyphs: context.glyphs, name: { ClickTarget.event($0).region },
      line: { lines.line(log.entries[$0], isChosen: $1) })
  }
}
