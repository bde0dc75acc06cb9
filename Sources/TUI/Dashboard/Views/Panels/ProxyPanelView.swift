import EngineCore
import TUIKit

/// The rotation proxy: whether it runs, what each account serves now, and what moved.
enum ProxyPanelView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let panel = context.state.proxy
    guard let service = panel.service else {
      PanelView.drawEmpty(&canvas, area, absent(panel, area.columns, context), context)
      return
    }
    var lines = [StyledLine(), address(service, context), counts(service, context), StyledLine()]
    if area.rows < 14 { lines = [address(service, context), counts(service, context)] }
    lines.append(heading(area.columns))
    lines += service.shares.map { share($0, area.columns, context) }
    let moves = panel.moves.reversed()
    let room = area.rows - lines.count - 2
    for (row, line) in lines.prefix(area.rows).enumerated() {
      canvas.line(line, in: area, row: row, context.glyphs)
    }
    guard room > 0 else { return }
    let rule = Rect(
      column: area.column, row: area.row + lines.count + 1, columns: area.columns, rows: 1)
    canvas.rule(rule, title: StyledLine("Moves and failures", .title), context.glyphs)
    let eventLines = EventsView.Lines(context, width: area.columns)
    if moves.isEmpty {
      canvas.line(
        StyledLine(" none yet: every request stayed on its account", .muted), in: area,
        row: lines.count + 2, context.glyphs)
    }
    for (row, event) in moves.prefix(room).enumerated() {
      canvas.line(
        eventLines.line(event, isChosen: false), in: area, row: lines.count + 2 + row,
        context.glyphs)
    }
  }

  private static func absent(
    _ panel: ProxyPanel, _ width: Int, _ context: ViewContext
  ) -> [StyledLine] {
    if let fault = panel.fault { return PanelView.fault(fault, width: width) }
    var command = StyledLine("swop proxy start", .key)
    command.append("  starts it", .muted)
    let rotation =
      panel.isRotationOn
      ? "Runs go through it as soon as one starts."
      : "Runs go straight to the server: rotation is off."
    return [StyledLine("No proxy runs", .title)]
      + PanelView.words(panel.absence ?? "", .stateLow, width: width)
      + [StyledLine(), StyledLine(rotation, .muted), StyledLine(), command]
  }

  private static func address(
    _ service: ProxyPanel.Service, _ context: ViewContext
  ) -> StyledLine {
    var line = StyledLine(" \(context.glyphs.glyph(.ready)) ", .stateReady)
    line.append(service.url, .title)
    line.append(
      "   process \(service.pid), up \(context.clock.countdown(since: service.startedAt))", .muted)
    return line
  }

  private static func counts(
    _ service: ProxyPanel.Service, _ context: ViewContext
  ) -> StyledLine {
    var line = StyledLine("   \(service.activeStreams)", .title)
    line.append(context.isNarrow ? " now   " : " streaming now   ", .muted)
    line.append("\(service.requests)", .title)
    line.append(" request\(service.requests == 1 ? "" : "s")   ", .muted)
    line.append("\(service.moved)", .title)
    line.append(" moved   ", .muted)
    line.append("\(service.failed)", service.failed > 0 ? .stateExpired : .title)
    line.append(" failed", .muted)
    return line
  }

  private static func nameWidth(_ width: Int) -> Int { width < 66 ? 12 : 20 }

  private static func heading(_ width: Int) -> StyledLine {
    var text = "   " + DisplayWidth.padded("ACCOUNT", to: nameWidth(width))
    text +=
      DisplayWidth.padded(leading: "NOW", to: 5) + DisplayWidth.padded(leading: "REQUESTS", to: 10)
    if width >= 66 {
      text +=
        DisplayWidth.padded(leading: "MOVED AWAY", to: 13)
        + DisplayWidth.padded(leading: "MOVED HERE", to: 13)
    }
    return StyledLine(text, .muted)
  }

  private static func share(
    _ share: ProxyPanel.Share, _ width: Int, _ context: ViewContext
  ) -> StyledLine {
    let glyphs = context.glyphs
    let isLive = share.activeStreams > 0
    var line = StyledLine(" ")
    line.append(isLive ? glyphs.glyph(.inUse) : glyphs.unknownTrack, isLive ? .stateUse : .muted)
    let name = DisplayWidth.cut(share.label, to: nameWidth(width) - 1, ellipsis: glyphs.ellipsis)
    line.append(" " + DisplayWidth.padded(name, to: nameWidth(width)))
    line.append(
      DisplayWidth.padded(leading: "\(share.activeStreams)", to: 5), isLive ? .title : .muted)
    line.append(DisplayWidth.padded(leading: "\(share.requests)", to: 10))
    if width >= 66 {
      line.append(
        DisplayWidth.padded(leading: "\(share.movedFrom)", to: 13),
        share.movedFrom > 0 ? .stateLow : .muted)
      line.append(DisplayWidth.padded(leading: "\(share.movedTo)", to: 13), .muted)
    }
    if let until = share.coolingUntil, until > context.state.now {
      line.append("   rests \(context.clock.countdown(to: until))", .stateWaiting)
    }
    return line
  }
}
