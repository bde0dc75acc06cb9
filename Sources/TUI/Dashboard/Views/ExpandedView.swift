import EngineCore
import TUIKit

/// The part that has the keys, with the whole screen.
enum ExpandedView {
  static func draw(_ canvas: inout Canvas, _ context: ViewContext) {
    let area = canvas.area
    let frame = PanelFrame(area)
    HeaderView.draw(&canvas, frame.header, context)
    HintsView.draw(&canvas, frame.hints, context)
    var back = StyledLine(context.way(to: .panelExpand), .key)
    back.append(context.isNarrow ? " back" : " shows the rest", .muted)
    canvas.rule(frame.rule, title: title(context), trailing: back, context.glyphs)
    switch context.state.focus {
    case .accounts:
      let free = frame.rule.split(right: back.width + 4).rest
      drawAccounts(&canvas, frame.body, rule: free, context)
    case .detail: DetailPanelView.draw(&canvas, frame.body, context)
    case .events: EventsView.draw(&canvas, frame.body, context)
    }
  }

  private static func title(_ context: ViewContext) -> StyledLine {
    switch context.state.focus {
    case .accounts: StyledLine("Accounts", .title)
    case .detail: context.state.selected.map(DetailView.title) ?? StyledLine()
    case .events: StyledLine("Events", .title)
    }
  }

  private static func drawAccounts(
    _ canvas: inout Canvas, _ area: Rect, rule: Rect, _ context: ViewContext
  ) {
    guard !context.visible.isEmpty else {
      MainView.drawNothingFound(&canvas, area, context)
      return
    }
    guard area.columns >= 80 else {
      CompactListView(context, list: area).draw(&canvas, area, rule: rule)
      return
    }
    let parts = area.split(top: 1)
    AccountTableView(context, list: parts.rest, hasSideDetail: false)
      .draw(&canvas, heading: parts.top, list: parts.rest)
  }
}
