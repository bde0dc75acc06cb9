import EngineCore
import TUIKit

/// The main screen: the list and everything around it.
enum MainView {
  static func draw(_ canvas: inout Canvas, _ context: ViewContext) {
    let layout = layout(context)
    HeaderView.draw(&canvas, layout.header, context)
    PoolView.draw(&canvas, layout.pool, context)
    if let next = layout.next { NextResetsView.draw(&canvas, next, context) }
    drawRules(&canvas, layout, context)
    drawList(&canvas, layout, context)
    drawDetail(&canvas, layout, context)
    if let chart = layout.chart { CapacityView(context, chart).draw(&canvas) }
    if let events = layout.events { EventsView.draw(&canvas, events, context) }
    if let status = layout.status { StatusLineView.draw(&canvas, status, context) }
    HintsView.draw(&canvas, layout.hints, context)
  }

  static func layout(_ context: ViewContext) -> DashboardLayout {
    let state = context.state
    return DashboardLayout(
      state.size,
      DashboardLayout.Demand(
        accounts: state.accounts.entries.count, events: state.events.entries.count))
  }

  // MARK: - Parts

  static func drawList(
    _ canvas: inout Canvas, _ layout: DashboardLayout, _ context: ViewContext
  ) {
    canvas.addRegion(layout.list, name: ClickTarget.focus(.accounts).region)
    guard !context.visible.isEmpty else {
      drawNothingFound(&canvas, layout.list, context)
      return
    }
    if let heading = layout.heading {
      table(layout, context).draw(&canvas, heading: heading, list: layout.list)
    } else {
      CompactListView(context, list: layout.list).draw(
        &canvas, layout.list, rule: freeRule(layout, context))
    }
  }

  static func table(_ layout: DashboardLayout, _ context: ViewContext) -> AccountTableView {
    AccountTableView(context, list: layout.list, hasSideDetail: layout.density.hasSideDetail)
  }

  /// The part of the rule above the list in which no words stand, nil if that is none of it.
  private static func freeRule(_ layout: DashboardLayout, _ context: ViewContext) -> Rect? {
    guard MainNotice.line(context) == nil else { return nil }
    let count = count(layout, context).width
    return count == 0 ? layout.rule : layout.rule.split(right: count + 4).rest
  }

  static func drawNothingFound(
    _ canvas: inout Canvas, _ area: Rect, _ context: ViewContext
  ) {
    var first = StyledLine("no account matches ", .muted)
    first.append(context.state.accounts.filter.text, .key)
    var second = StyledLine("Esc", .key)
    second.append(" shows all \(context.state.accounts.entries.count)", .muted)
    let lines = area.rows > 2 ? [first, second] : [first]
    let top = max(0, (area.rows - lines.count) / 2)
    for (row, line) in lines.enumerated() {
      let line = line.cut(to: area.columns, glyphs: context.glyphs)
      canvas.put(
        line, column: area.column + (area.columns - line.width) / 2, row: area.row + top + row)
    }
  }

  static func drawDetail(
    _ canvas: inout Canvas, _ layout: DashboardLayout, _ context: ViewContext
  ) {
    guard let detail = layout.detail else { return }
    if layout.density.hasSideDetail {
      DetailPanelView.draw(&canvas, detail, context)
    } else if detail.rows <= DetailView.compactRows {
      canvas.addRegion(detail, name: ClickTarget.focus(.detail).region)
      guard let entry = context.state.selected else { return }
      for (row, line) in DetailView.compact(entry, context, width: detail.columns).enumerated() {
        canvas.line(line, in: detail, row: row, context.glyphs)
      }
      if context.state.focus == .detail {
        canvas.setCursor(column: detail.column, row: detail.row)
      }
    } else {
      DetailView.draw(&canvas, detail, context)
    }
  }

  // MARK: - Rules

  private static func drawRules(
    _ canvas: inout Canvas, _ layout: DashboardLayout, _ context: ViewContext
  ) {
    let glyphs = context.glyphs
    if let divider = layout.divider {
      for row in divider.row..<divider.endRow {
        canvas.put(glyphs.line.vertical, column: divider.column, row: row, .rule)
      }
    }
    drawTitles(&canvas, layout, context)
    if let rule = layout.chartRule {
      canvas.rule(rule, title: StyledLine("Pool capacity if nothing runs", .title), glyphs)
    }
    if let rule = layout.eventsRule {
      var more = StyledLine(context.key(.panelLog) ?? "", .key)
      if more.width > 0 { more.append(" full log", .muted) }
      canvas.rule(
        rule, title: title("Events", .events, context),
        trailing: layout.density.hasSideDetail ? more : StyledLine(), glyphs)
    }
    if let rule = layout.statusRule { canvas.rule(rule, glyphs) }
    drawJoints(&canvas, layout, glyphs)
  }

  /// The rules that say which account is chosen.
  static func drawTitles(
    _ canvas: inout Canvas, _ layout: DashboardLayout, _ context: ViewContext
  ) {
    let glyphs = context.glyphs
    let isSide = layout.divider != nil
    let title =
      MainNotice.line(context)
      ?? (isSide ? self.title("Accounts", .accounts, context) : StyledLine())
    let selected = context.state.selected
    let name = selected.map { self.title("\($0.number) \($0.label)", .detail, context) }
    let age = selected.map { DetailView.age($0, context) }
    guard let divider = layout.divider else {
      canvas.rule(layout.rule, title: title, trailing: count(layout, context), glyphs)
      guard let rule = layout.detailRule else { return }
      let isCompact = (layout.detail?.rows ?? 0) <= DetailView.compactRows
      canvas.rule(
        rule, title: isCompact ? StyledLine() : name ?? StyledLine(),
        trailing: isCompact ? StyledLine() : age ?? StyledLine(), glyphs)
      return
    }
    let parts = layout.rule.split(left: divider.column)
    canvas.rule(parts.left, title: title, trailing: count(layout, context), glyphs)
    canvas.rule(
      Rect(column: divider.column, row: layout.rule.row, columns: parts.rest.columns, rows: 1),
      title: name ?? StyledLine(), trailing: age ?? StyledLine(), glyphs)
    canvas.put(glyphs.line.teeDown, column: divider.column, row: layout.rule.row, .rule)
  }

  /// Where rules and the divider meet below the list.
  private static func drawJoints(
    _ canvas: inout Canvas, _ layout: DashboardLayout, _ glyphs: GlyphSet
  ) {
    guard let divider = layout.divider else { return }
    for rule in [layout.chartRule, layout.eventsRule].compactMap(\.self) {
      let ends = rule.endColumn == divider.column
      let sign = ends ? glyphs.line.teeLeft : glyphs.line.teeUp
      canvas.put(sign, column: divider.column, row: rule.row, .rule)
    }
    if layout.density == .wide, let status = layout.statusRule {
      canvas.put(glyphs.line.teeUp, column: divider.column, row: status.row, .rule)
    }
  }

  /// A title; the part that the keys go to is marked.
  private static func title(
    _ text: String, _ part: Focus, _ context: ViewContext
  ) -> StyledLine {
    let hasFocus = context.state.focus == part && part != .accounts
    let mark = hasFocus ? StyledLine("\(context.glyphs.pointer) ", .key) : StyledLine()
    return mark + StyledLine(text, hasFocus ? .key : .title)
  }

  /// Which row is chosen, where not all rows fit.
  private static func count(_ layout: DashboardLayout, _ context: ViewContext) -> StyledLine {
    let visible = context.visible
    guard visible.count > layout.list.rows, let place = context.state.accounts.selectedRow
    else { return StyledLine() }
    return StyledLine("\(place + 1) of \(visible.count)", .muted)
  }
}

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
