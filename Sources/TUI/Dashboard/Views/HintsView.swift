import EngineCore
import TUIKit

/// The last line: the keys that work now, or in their place a message, an offer, or what is typed.
enum HintsView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let state = context.state
    if state.panel == nil, state.accounts.isFiltering {
      drawInput(&canvas, area, state.accounts.filter, filterEnds(context), context)
    } else if state.panel == .log || state.focus == .events, state.events.isSearching {
      drawInput(&canvas, area, state.events.search, searchEnds(context), context)
    } else if state.panel == .settings, state.settings.edit != nil {
      let keys = context.keys([(context.enter, "save"), ("Esc", "cancel")])
      canvas.line(StyledLine(" ") + keys, in: area, context.glyphs)
    } else if let undo = state.undo {
      drawUndo(&canvas, area, undo, context)
    } else if let toast = state.toast {
      var line = StyledLine(" \(toast.kind.word): ", DashboardRoles.toast(toast.kind))
      line.append(
        ShortPaths.fitting(
          toast.text, width: area.columns - line.width, ellipsis: context.glyphs.ellipsis))
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
    var offer = StyledLine(context.way(to: .undo), .key)
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

  /// How many rows the filter shows, with the keys and without.
  private static func filterEnds(_ context: ViewContext) -> [StyledLine] {
    let list = context.state.accounts
    let count = StyledLine("\(context.visible.count) of \(list.entries.count)", .title)
    var end = count
    end.append("    \(context.glyphs == .unicode ? "⏎" : "Ret")", .key)
    end.append(" keep filter", .muted)
    end.append("   Esc", .key)
    end.append(" clear ", .muted)
    return [end, count + StyledLine(" ")]
  }

  /// How much the search finds, with the keys and without.
  private static func searchEnds(_ context: ViewContext) -> [StyledLine] {
    let count = StyledLine("\(context.state.events.matches.count) found", .title)
    var end = count
    let jumps = [DashboardCommand.searchNext, .searchPrevious].compactMap(context.key)
    if !jumps.isEmpty {
      end.append("    " + jumps.joined(separator: " "), .key)
      end.append(" jump", .muted)
    }
    end.append("   Esc", .key)
    end.append(" clear ", .muted)
    return [end, count + StyledLine(" ")]
  }

  /// A line of text behind its key, and the first of `ends` that leaves it room.
  private static func drawInput(
    _ canvas: inout Canvas, _ area: Rect, _ field: TextField, _ ends: [StyledLine],
    _ context: ViewContext
  ) {
    let end = ends.first { $0.width + 20 <= area.columns }
    let prompt = context.key(.search).map { " \($0) " } ?? " "
    let start = DisplayWidth.of(prompt)
    let room = area.columns - (end.map { $0.width + 2 } ?? 0)
    canvas.put(prompt, column: area.column, row: area.row, .key)
    let place = Rect(column: area.column + start, row: area.row, columns: room - start, rows: 1)
    field.draw(on: &canvas, in: place, glyphs: context.glyphs)
    if let end { canvas.trailing(end, in: area) }
  }

  // MARK: - Keys

  /// Rows of the list that has the keys.
  private static func rows(_ context: ViewContext) -> Int {
    let state = context.state
    switch state.panel {
    case .log: return state.events.entries.count
    case .workspaces: return state.workspaces.entries?.count ?? 0
    case .settings: return state.settings.entries?.count ?? 0
    case .proxy: return 0
    case nil: return state.focus == .events ? state.events.entries.count : context.visible.count
    }
  }

  /// Whether a command that could run has anything to do here.
  private static func means(_ command: DashboardCommand, _ context: ViewContext) -> Bool {
    let state = context.state
    switch command {
    case .moveUp: return rows(context) > 0
    case .search: return rows(context) > 0 || !state.accounts.filter.isEmpty
    case .panelNext: return state.panel == nil && !state.accounts.entries.isEmpty
    case .panelLog: return state.panel != .log
    default: return true
    }
  }

  /// The keys that move, in one entry.
  private static func moves(_ context: ViewContext) -> String {
    let commands = [DashboardCommand.moveUp, .moveDown]
    guard commands.contains(where: { context.state.keymap.isChanged($0.id) }) else {
      return context.glyphs.arrowKeys
    }
    return commands.compactMap(context.key).joined(separator: " ")
  }

  private static let hinted = DashboardCommands.set.commands.compactMap { command in
    command.hint.flatMap { hint in DashboardCommand(command.id).map { ($0, command, hint) } }
  }

  private static func drawHints(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let here = context.state.contexts
    let entries = hinted.compactMap { id, command, hint -> HintBar.Entry? in
      guard command.contexts.contains(where: here.contains), means(id, context),
        let first = context.state.keymap.firstKey(of: command)
      else { return nil }
      let status = context.state.status(of: id)
      guard status.isEnabled else { return nil }
      return HintBar.Entry(
        name: ClickTarget.command(id).region,
        keys: id == .moveUp ? moves(context) : first.shown(context.glyphs),
        word: status.hintWord ?? hint.word, short: hint.short,
        rank: status.hintRank ?? hint.rank)
    }
    HintBar(entries, width: area.columns).draw(on: &canvas, in: area)
  }
}
