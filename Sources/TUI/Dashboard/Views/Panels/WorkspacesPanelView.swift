import EngineCore
import TUIKit

/// The containers: which run, what is in them, whose account they use.
enum WorkspacesPanelView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let panel = context.state.workspaces
    if let fault = panel.fault {
      PanelView.drawEmpty(&canvas, area, PanelView.fault(fault, width: area.columns), context)
      return
    }
    guard let entries = panel.entries else {
      PanelView.drawEmpty(
        &canvas, area, [StyledLine("asking the container engine", .muted)], context)
      return
    }
    guard !entries.isEmpty else {
      var command = StyledLine("swop workspace create OWNER/REPO", .key)
      command.append("  makes one", .muted)
      PanelView.drawEmpty(
        &canvas, area, [StyledLine("No workspaces yet", .title), StyledLine(), command], context)
      return
    }
    drawRows(&canvas, area, entries, context)
  }

  private static func drawRows(
    _ canvas: inout Canvas, _ area: Rect, _ entries: [WorkspacePanel.Entry], _ context: ViewContext
  ) {
    let parts = area.split(top: 1)
    let widths = widths(entries, area.columns)
    canvas.line(heading(widths), in: parts.top, context.glyphs)
    let selection = context.state.workspaces.selection
    let selected = entries.firstIndex { $0.name == selection }
    RowList(count: entries.count, chosen: selected).draw(
      on: &canvas, in: parts.rest, glyphs: context.glyphs,
      name: { ClickTarget.workspace(entries[$0].name).region },
      line: { line(entries[$0], widths, isChosen: $1, context) })
  }

  private struct Widths {
    let name: Int
    let repository: Int
    let account: Int
  }

  private static func widths(_ entries: [WorkspacePanel.Entry], _ columns: Int) -> Widths {
    let name = entries.reduce(4) { max($0, TextWidth.of($1.name)) }
    let longest = entries.reduce(10) { max($0, TextWidth.of($1.repository ?? "")) }
    let status = entries.reduce(6) { max($0, TextWidth.of($1.status)) }
    let repository = columns < 66 ? 0 : min(longest, columns / 3)
    let label = entries.reduce(7) { max($0, TextWidth.of($1.account ?? "none")) }
    let account = columns < 80 ? 0 : min(label, 20)
    let others = [repository, account, status].reduce(3) { $0 + ($1 > 0 ? $1 + 2 : 0) }
    return Widths(
      name: min(name, max(columns / 3, columns - others)), repository: repository,
      account: account)
  }

  private static func heading(_ widths: Widths) -> StyledLine {
    var text = "   " + DisplayWidth.padded("NAME", to: widths.name)
    if widths.repository > 0 {
      text += "  " + DisplayWidth.padded("REPOSITORY", to: widths.repository)
    }
    if widths.account > 0 { text += "  " + DisplayWidth.padded("ACCOUNT", to: widths.account) }
    return StyledLine(text + "  STATUS", .muted)
  }

  private static func line(
    _ entry: WorkspacePanel.Entry, _ widths: Widths, isChosen: Bool, _ context: ViewContext
  ) -> StyledLine {
    let glyphs = context.glyphs
    let state: AccountState = entry.isRunning ? .ready : .off
    let role = DashboardRoles.state(state)
    func fitted(_ text: String, _ width: Int) -> String {
      DisplayWidth.padded(DisplayWidth.cut(text, to: width, ellipsis: glyphs.ellipsis), to: width)
    }
    var line = StyledLine(isChosen ? glyphs.selection : " ", .key)
    line.append(context.spinner(entry.progress) ?? glyphs.glyph(state), role)
    line.append(" " + fitted(entry.name, widths.name))
    if widths.repository > 0 {
      line.append("  " + fitted(entry.repository ?? "", widths.repository), .muted)
    }
    if widths.account > 0 {
      line.append("  " + fitted(entry.account ?? "none", widths.account), .muted)
    }
    line.append("  ")
    if let progress = entry.progress, context.spinner(progress) != nil {
      line.append(progress.verb, .key)
    } else {
      line.append(entry.status, role)
    }
    return line
  }
}
