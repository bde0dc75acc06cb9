import EngineCore
import TUIKit

/// Help and palette: every command with its keys; what cannot run now is dimmed and says why.
enum CommandListView {
  static func draw(
    _ canvas: inout Canvas, _ dialog: CommandListDialog, isPalette: Bool, _ context: ViewContext
  ) {
    let room = DialogView.room(canvas, 74)
    let commands = context.state.listed(dialog)
    let rows = max(2, canvas.area.rows - 8)
    let entries = entries(commands, isPalette: isPalette)
    let chosen = entries.firstIndex { $0.row == dialog.row }
    let list = RowList(count: entries.count, chosen: chosen)
    let prompt = context.key(isPalette ? .palette : .search).map { $0 + " " } ?? ""
    var lines = [StyledLine(prompt, dialog.isFiltering ? .key : .muted)]
    if !dialog.isFiltering { lines[0].append(filterWords(dialog), .muted) }
    var spots: [DialogBox.Spot] = []
    for entry in entries[list.seen(in: rows)] {
      if let row = entry.row { spots.append(.line(lines.count, .listRow(row))) }
      lines.append(line(entry, isChosen: entry.row == dialog.row, room, context))
    }
    let seen = 1..<lines.count
    if commands.isEmpty { lines.append(StyledLine("no command matches", .muted)) }
    // The box keeps its height while one types.
    while lines.count < min(
      rows,
      self.entries(
        context.state.listed(CommandListDialog(isFiltering: false)), isPalette: isPalette
      ).count) + 1
    {
      lines.append(StyledLine())
    }
    let field = DialogBox.Field(
      line: 0, column: DisplayWidth.of(prompt), text: dialog.filter,
      isFocused: dialog.isFiltering)
    DialogBox(
      title: isPalette ? "Commands" : "Keys", lines: lines,
      choices: context.keys([
        (context.enter, "run"), (isPalette ? nil : context.key(.search), "filter"),
        ("Esc", "close"),
      ]),
      width: room, fields: dialog.isFiltering ? [field] : [], spots: spots, list: (seen, list)
    ).draw(&canvas, context)
  }

  /// A heading, or a command with its place among those listed.
  private struct Entry {
    let row: Int?
    let command: Command?
    let heading: String
  }

  private static func filterWords(_ list: CommandListDialog) -> String {
    list.filter.isEmpty ? "filters the list" : list.filter.text
  }

  private static func entries(_ commands: [Command], isPalette: Bool) -> [Entry] {
    var entries: [Entry] = []
    var group = ""
    for (row, command) in commands.enumerated() {
      if !isPalette, command.group != group {
        group = command.group
        if !entries.isEmpty { entries.append(Entry(row: nil, command: nil, heading: "")) }
        entries.append(Entry(row: nil, command: nil, heading: group))
      }
      entries.append(Entry(row: row, command: command, heading: ""))
    }
    return entries
  }

  private static func line(
    _ entry: Entry, isChosen: Bool, _ room: Int, _ context: ViewContext
  ) -> StyledLine {
    guard let command = entry.command else { return StyledLine(entry.heading, .title) }
    let status = DashboardCommand(command.id).map(context.state.status(of:)) ?? .enabled
    var line = StyledLine(isChosen ? "\(context.glyphs.pointer) " : "  ", .key)
    let keys = keys(of: command, context)
    line.append(DisplayWidth.padded(keys, to: 14), status.isEnabled ? .key : .muted)
    let role: ThemeRole = status.isEnabled ? (isChosen ? .title : .text) : .muted
    let isDigit = DashboardCommand(command.id)?.pickedRow == 1
    let title = isDigit ? "Choose account 1 to 9" : command.title
    line.append(title, role)
    // A reason moves left where it needs the room, the identity does not.
    let aside = status.disabledReason ?? command.id.rawValue
    let column = min(54, room - DisplayWidth.of(aside))
    if column >= line.width + 2, room >= 60 || status.disabledReason != nil {
      line = line.padded(to: column)
      line.append(aside, .muted)
    } else if status.disabledReason != nil {
      line.append("  " + aside, .muted)
    }
    return line.cut(to: room, glyphs: context.glyphs)
  }

  private static func keys(of command: Command, _ context: ViewContext) -> String {
    if DashboardCommand(command.id)?.pickedRow == 1, !context.state.keymap.isChanged(command.id) {
      return "1 to 9"
    }
    let keys = context.state.keymap.keys(of: command.id).map { $0.shown(context.glyphs) }
    return keys.isEmpty ? "no key" : keys.joined(separator: " ")
  }
}
