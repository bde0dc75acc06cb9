import EngineCore
import TUIKit

// The main screen after the cursor moved in the list.
extension MainView {
  /// Draws what depends on the chosen account over the picture in which another one was chosen, in the list
  /// as it was there.
  static func drawChoice(
    _ canvas: inout Canvas, _ context: ViewContext, after last: AccountList
  ) {
    let before = last.selected
    // Only an input, which stands in the hints' place, shows the cursor.
    let isTyping = canvas.frame.showsCursor
    let layout = layout(context)
    drawTitles(&canvas, layout, context)
    if let rows = rows(layout, context, before: last.selectedRow) {
      for row in rows { canvas.erase(context.accountList.place(of: row, in: layout.list)) }
      table(layout, context).draw(&canvas, layout.list, only: rows)
    } else {
      canvas.erase(layout.list)
      drawList(&canvas, layout, context)
    }
    if let detail = layout.detail {
      canvas.erase(detail)
      drawDetail(&canvas, layout, context)
    }
    guard isTyping || context.state.selected?.standing != before?.standing else { return }
    canvas.erase(layout.hints)
    HintsView.draw(&canvas, layout.hints, context)
  }

  /// The two rows that differ; nil where the list moved, or is too narrow for columns.
  private static func rows(
    _ layout: DashboardLayout, _ context: ViewContext, before: Int?
  ) -> [Int]? {
    let list = context.accountList
    guard layout.heading != nil, let before, let now = list.chosen,
      RowList(count: list.count, chosen: before).first(in: layout.list.rows)
        == list.first(in: layout.list.rows)
    else { return nil }
    return before == now ? [now] : [before, now]
  }
}

extension DashboardState {
  /// A later state at the time of this one, if all that shows is the same but for the account that is
  /// chosen in the list; nil otherwise.
  func moved(to later: DashboardState) -> DashboardState? {
    guard panel == nil, dialog == nil, !isExpanded, !isTooSmall, !accounts.entries.isEmpty,
      (now..<(DashboardClock.nextChange(of: self) ?? .distantFuture)).contains(later.now)
    else { return nil }
    var moved = self
    moved.now = later.now
    moved.accounts.selection = later.accounts.selection
    moved.accounts.movedAt = later.accounts.movedAt
    guard moved == later else { return nil }
    moved.now = now
    return moved
  }
}
