import EngineKernel
import TUIKit

/// Every setting: its value, where that comes from, and what it would be otherwise.
enum SettingsPanelView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let panel = context.state.settings
    guard let entries = panel.entries else {
      let lines = panel.fault.map { PanelView.fault($0, width: area.columns) }
      PanelView.drawEmpty(
        &canvas, area, lines ?? [StyledLine("reading the settings", .muted)], context)
      return
    }
    let isLow = area.rows < 12
    let parts = area.split(bottom: isLow ? 2 : 6)
    drawRows(&canvas, parts.rest, entries, context)
    drawChosen(&canvas, parts.bottom, isLow: isLow, context)
  }

  private static func drawRows(
    _ canvas: inout Canvas, _ area: Rect, _ entries: [SettingsPanel.Entry], _ context: ViewContext
  ) {
    let parts = area.split(top: 1)
    let name = min(area.columns / 2, entries.reduce(7) { max($0, TextWidth.of($1.name)) })
    let value = min(area.columns / 3, entries.reduce(8) { max($0, TextWidth.of($1.value)) })
    var heading = "   " + DisplayWidth.padded("SETTING", to: name) + "  "
    heading += DisplayWidth.padded("VALUE", to: value) + "  FROM"
    canvas.line(StyledLine(heading, .muted), in: parts.top, context.glyphs)
    let selection = context.state.settings.selection
    let selected = entries.firstIndex { $0.name == selection }
    RowList(
      count: entries.count, chosen: selected, hasCursor: context.state.settings.edit == nil
    ).draw(
      on: &canvas, in: parts.rest, glyphs: context.glyphs,
      name: { ClickTarget.setting(entries[$0].name).region },
      line: { line(entries[$0], name: name, value: value, isChosen: $1, context) })
  }

  private static func line(
    _ entry: SettingsPanel.Entry, name: Int, value: Int, isChosen: Bool, _ context: ViewContext
  ) -> StyledLine {
    let glyphs = context.glyphs
    func fitted(_ text: String, _ width: Int) -> String {
      DisplayWidth.padded(DisplayWidth.cut(text, to: width, ellipsis: glyphs.ellipsis), to: width)
    }
    let isOwn = entry.source != "default"
    var line = StyledLine(isChosen ? glyphs.selection : " ", .key)
    line.append((isOwn ? glyphs.defaultMark : " ") + " ", .key)
    line.append(fitted(entry.name, name) + "  ")
    line.append(fitted(entry.value.isEmpty ? "none" : entry.value, value), isOwn ? .title : .muted)
    line.append("  " + entry.source, .muted)
    if let origin = entry.origin { line.append(", \(origin)", .muted) }
    return line
  }

  private static func drawChosen(
    _ canvas: inout Canvas, _ area: Rect, isLow: Bool, _ context: ViewContext
  ) {
    let panel = context.state.settings
    guard let entry = panel.selected else { return }
    canvas.rule(area.split(top: 1).top, title: StyledLine(entry.name, .title), context.glyphs)
    let body = area.split(top: 1).rest
    if let edit = panel.edit {
      canvas.put(" \(context.glyphs.pointer) ", column: body.column, row: body.row, .key)
      let place = Rect(column: body.column + 3, row: body.row, columns: body.columns - 4, rows: 1)
      edit.draw(on: &canvas, in: place, glyphs: context.glyphs)
    } else {
      canvas.line(StyledLine(" \(entry.help)"), in: body, context.glyphs)
    }
    guard !isLow else { return }
    let changing: String =
      switch entry.editing {
      case .choices(let words): "one of \(words.joined(separator: ", "))"
      case .typed(let expectation): expectation
      }
    let takes = LineWrap.lines(changing, width: body.columns - 10).prefix(2).enumerated().map {
      StyledLine(($0 == 0 ? " takes    " : "          ") + $1, .muted)
    }
    let standard = entry.defaultValue.isEmpty ? "none" : entry.defaultValue
    var lines = takes + [StyledLine(" default  \(standard)", .muted)]
    if let fault = panel.fault { lines.append(StyledLine(" \(fault.message)", .stateExpired)) }
    for (row, line) in lines.enumerated() {
      canvas.line(line, in: body, row: row + 1, context.glyphs)
    }
  }
}
