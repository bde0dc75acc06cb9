import EngineCore
import TUIKit

/// A panel that has the screen instead of the list.
enum PanelView {
  static func draw(_ canvas: inout Canvas, _ panel: Panel, _ context: ViewContext) {
    let frame = PanelFrame(canvas.area)
    HeaderView.draw(&canvas, frame.header, context)
    HintsView.draw(&canvas, frame.hints, context)
    var back = StyledLine(context.way(to: .quit), .key)
    back.append(" back", .muted)
    canvas.rule(
      frame.rule, title: title(panel, context), trailing: back, context.glyphs)
    switch panel {
    case .log: LogPanelView.draw(&canvas, frame.body, context)
    case .proxy: ProxyPanelView.draw(&canvas, frame.body, context)
    case .workspaces: WorkspacesPanelView.draw(&canvas, frame.body, context)
    case .settings: SettingsPanelView.draw(&canvas, frame.body, context)
    }
  }

  private static func title(_ panel: Panel, _ context: ViewContext) -> StyledLine {
    switch panel {
    case .log: logTitle(context)
    case .proxy: StyledLine("Proxy", .title)
    case .workspaces: StyledLine("Workspaces", .title)
    case .settings: StyledLine("Settings", .title)
    }
  }

  private static func logTitle(_ context: ViewContext) -> StyledLine {
    let log = context.state.events
    var line = StyledLine("Log", .title)
    line.append("  \(log.entries.count) event\(log.entries.count == 1 ? "" : "s")", .muted)
    if !log.search.isEmpty, !log.isSearching {
      line.append("  search ", .muted)
      line.append(log.search.text, .key)
      line.append("  \(log.matches.count) found", .muted)
    }
    return line
  }

  /// Says in the middle of a panel why it is empty.
  static func drawEmpty(
    _ canvas: inout Canvas, _ area: Rect, _ lines: [StyledLine], _ context: ViewContext
  ) {
    let top = max(0, (area.rows - lines.count) / 2)
    for (row, line) in lines.enumerated() where top + row < area.rows {
      let line = line.cut(to: area.columns, glyphs: context.glyphs)
      canvas.put(
        line, column: area.column + (area.columns - line.width) / 2, row: area.row + top + row)
    }
  }

  /// Says what went wrong, and what helps.
  static func fault(_ report: ErrorReport, width: Int) -> [StyledLine] {
    words(report.message, .stateExpired, width: width)
      + words(report.remedy ?? "", .muted, width: width)
  }

  /// Words in the middle of a panel so wide, in lines that are easy to read.
  static func words(_ text: String, _ role: ThemeRole, width: Int) -> [StyledLine] {
    LineWrap.lines(text, width: max(20, min(76, width - 4))).map { StyledLine($0, role) }
  }
}

/// The areas of a screen that shows one thing: the header, a rule, the thing, the keys.
struct PanelFrame {
  let header: Rect
  let rule: Rect
  let body: Rect
  let hints: Rect

  init(_ area: Rect) {
    let top = area.split(top: 1)
    let rest = top.rest.split(top: 1)
    let bottom = rest.rest.split(bottom: 1)
    header = top.top
    rule = rest.top
    body = bottom.rest
    hints = bottom.bottom
  }
}

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
