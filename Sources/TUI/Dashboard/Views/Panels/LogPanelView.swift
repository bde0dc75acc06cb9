import EngineKernel
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
    let first = Scroll.first(selected: cursor, count: count, rows: area.rows)
    let lines = EventsView.Lines(context, width: area.columns, search: log.search.text)
    for row in 0..<min(area.rows, count - first) {
      let place = first + row
      let rect = Rect(column: area.column, row: area.row + row, columns: area.columns, rows: 1)
      let isChosen = place == cursor
      canvas.line(lines.line(log.entries[place], isChosen: isChosen), in: rect, context.glyphs)
      canvas.addRegion(rect, name: ClickTarget.event(place).region)
      guard isChosen else { continue }
      canvas.select(rect)
      if !log.isSearching { canvas.setCursor(column: rect.column, row: rect.row) }
    }
    canvas.scrollBar(area, first: first, count: count, context.glyphs)
  }
}
