import EngineKernel
import TUIKit

/// The last line: the keys that work now, or in their place a message, an offer, or what is typed.
enum HintsView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let state = context.state
    if state.panel == nil, state.accounts.isFiltering {
      drawInput(&canvas, area, state.accounts.filter, filterEnd(context), context)
    } else if state.panel == .log || state.focus == .events, state.events.isSearching {
      drawInput(&canvas, area, state.events.search, searchEnd(context), context)
    } else if let undo = state.undo {
      drawUndo(&canvas, area, undo, context)
    } else if let toast = state.toast {
      var line = StyledLine(" \(toast.kind.word): ", DashboardRoles.toast(toast.kind))
      line.append(toast.text)
      canvas.line(line, in: area, context.glyphs)
    } else if state.dialog == nil {
      drawHints(&canvas, area, context)
    }
  }

  // MARK: - In place of the keys

  private static func drawUndo(
    _ canvas: inout Canvas, _ area: Rect, _ undo: UndoOffer, _ context: ViewContext
  ) {
    let seconds = max(0, Int(undo.endsAt.timeIntervalSince(context.state.now).rounded(.up)))
    var offer = StyledLine(context.key(.undo) ?? "u", .key)
    offer.append(" undo", .title)
    offer.append(context.clock.isCalm ? " " : ", \(seconds) s ", .muted)
    let room = Rect(
      column: area.column, row: area.row, columns: max(0, area.columns - offer.width - 2), rows: 1)
    var line = StyledLine(" \(undo.label)", .title)
    line.append(" moved to the trash")
    canvas.line(line, in: room, context.glyphs)
    canvas.trailing(offer, in: area)
    canvas.addRegion(
      Rect(column: area.endColumn - offer.width, row: area.row, columns: offer.width, rows: 1),
      name: ClickTarget.command(.undo).region)
  }

  private static func filterEnd(_ context: ViewContext) -> StyledLine {
    let list = context.state.accounts
    var end = StyledLine("\(context.visible.count) of \(list.entries.count)", .title)
    end.append("    \(context.glyphs == .unicode ? "⏎" : "Ret")", .key)
    end.append(" keep filter", .muted)
    end.append("   Esc", .key)
    end.append(" clear ", .muted)
    return end
  }

  private static func searchEnd(_ context: ViewContext) -> StyledLine {
    let count = context.state.events.matches.count
    var end = StyledLine("\(count) found", .title)
    end.append("    n N", .key)
    end.append(" jump", .muted)
    end.append("   Esc", .key)
    end.append(" clear ", .muted)
    return end
  }

  private static func drawInput(
    _ canvas: inout Canvas, _ area: Rect, _ field: TextField, _ end: StyledLine,
    _ context: ViewContext
  ) {
    let hasEnd = end.width + 20 <= area.columns
    let room = area.columns - (hasEnd ? end.width + 2 : 0)
    canvas.put(" / ", column: area.column, row: area.row, .key)
    InputView.draw(
      &canvas, Rect(column: area.column + 3, row: area.row, columns: room - 3, rows: 1), field,
      isFocused: true, context.glyphs)
    if hasEnd { canvas.trailing(end, in: area) }
  }

  // MARK: - Keys

  private static func drawHints(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let here = Set(context.state.contexts)
    let items = context.state.keymap.set.commands.compactMap { command -> HintLine.Item? in
      guard let hint = command.hint, let id = DashboardCommand(command.id),
        command.contexts.contains(where: here.contains)
      else { return nil }
      let status = context.state.status(of: id)
      let first = context.state.keymap.keys(of: command.id).first
      guard status.isEnabled, let first else { return nil }
      let isChanged = context.state.keymap.isChanged(command.id)
      let keys = isChanged ? nil : hint.keys
      return HintLine.Item(
        command: id,
        keys: keys == "↑↓" ? context.glyphs.arrowKeys : keys ?? first.shown(context.glyphs),
        word: status.hintWord ?? hint.word, short: hint.short,
        rank: status.hintRank ?? hint.rank)
    }
    for hint in HintLine.fitting(items, width: area.columns) {
      var column = area.column + hint.column
      let start = column
      column = canvas.put(hint.keys, column: column, row: area.row, .key)
      if !hint.word.isEmpty {
        column = canvas.put(" " + hint.word, column: column, row: area.row, .muted)
      }
      canvas.addRegion(
        Rect(column: start, row: area.row, columns: column - start, rows: 1),
        name: ClickTarget.command(hint.command).region)
    }
  }
}
