import EngineCore
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
    let lines = isLow ? [StyledLine(" \(entry.help)")] : words(entry, panel, body.columns)
    for (row, line) in lines.enumerated() where row > 0 || panel.edit == nil {
      canvas.line(line, in: body, row: row, context.glyphs)
    }
    guard let edit = panel.edit else { return }
    canvas.put(" \(context.glyphs.pointer) ", column: body.column, row: body.row, .key)
    let place = Rect(column: body.column + 3, row: body.row, columns: body.columns - 4, rows: 1)
    edit.draw(on: &canvas, in: place, glyphs: context.glyphs)
  }

  /// What a setting does, takes and is without a change; the first line gives way to a value that is typed.
  private static func words(
    _ entry: SettingsPanel.Entry, _ panel: SettingsPanel, _ width: Int
  ) -> [StyledLine] {
    // A line of text to type in, or what is wrong, needs the row more than the end of the help.
    let rows = panel.edit == nil && panel.fault == nil ? 2 : 1
    let help = LineWrap.lines(entry.help, width: width - 2).prefix(rows)
    let changing: String =
      switch entry.editing {
      case .choices(let words): "one of \(words.joined(separator: ", "))"
      case .typed(let expectation): expectation
      }
    let takes = LineWrap.lines(changing, width: width - 10).prefix(2).enumerated().map {
      StyledLine(($0 == 0 ? " takes    " : "          ") + $1, .muted)
    }
    let standard = entry.defaultValue.isEmpty ? "none" : entry.defaultValue
    let fault = panel.fault.map { [StyledLine(" \($0.message)", .stateExpired)] } ?? []
    return help.map { StyledLine(" \($0)") } + takes
      + [StyledLine(" default  \(standard)", .muted)] + fault
  }
}
