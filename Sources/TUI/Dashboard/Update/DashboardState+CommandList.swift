package import TUIKit

// Help and palette: the catalogue as a list that can be filtered, and run from.
extension DashboardState {
  /// The commands of a list that its filter leaves, group by group, each in the order of the catalogue.
  package func listed(_ list: CommandListDialog) -> [Command] {
    let terms = list.filter.text.split(separator: " ").map { SearchTerm($0) }
    let commands = keymap.set.commands.filter { command in
      // The nine digits would fill the list; the first stands for all of them.
      let row = DashboardCommand(command.id)?.pickedRow
      guard row == nil || row == 1 else { return false }
      let keys = keymap.keys(of: command.id).map(\.description).joined(separator: " ")
      let texts = [command.title, command.id.rawValue, command.group, keys]
      return terms.allSatisfy { term in texts.contains(where: term.isFound) }
    }
    let groups = Dictionary(
      keymap.set.commands.enumerated().map { ($1.group, $0) }, uniquingKeysWith: { min($0, $1) })
    return commands.enumerated().sorted {
      (groups[$0.element.group] ?? 0, $0.offset) < (groups[$1.element.group] ?? 0, $1.offset)
    }.map(\.element)
  }

  mutating func press(
    _ stroke: KeyStroke, in list: CommandListDialog, isPalette: Bool
  ) -> [DashboardEffect] {
    if stroke == KeyStroke(.enter) { return run(from: list) }
    if isWayOut(stroke) {
      leaveList(list, isPalette: isPalette)
      return []
    }
    if list.isFiltering { return filter(list, by: stroke, isPalette: isPalette) }
    if let motion = motion(of: stroke) {
      moveInDialog(motion)
      return []
    }
    switch command(for: stroke, in: [DashboardCommands.Context.menu, .anywhere]) {
    case .search:
      var list = list
      list.isFiltering = true
      dialog = .help(list)
    case .help, .quit, .back: closeDialog()
    default: break
    }
    return []
  }

  private mutating func filter(
    _ list: CommandListDialog, by stroke: KeyStroke, isPalette: Bool
  ) -> [DashboardEffect] {
    var list = list
    switch stroke.key {
    case .up: moveInDialog(.rows(-1))
    case .down: moveInDialog(.rows(1))
    case .pageUp: moveInDialog(.pages(-1))
    case .pageDown: moveInDialog(.pages(1))
    default:
      guard list.filter.edit(stroke) else { return [] }
      list.row = 0
      dialog = isPalette ? .palette(list) : .help(list)
    }
    return []
  }

  /// Esc takes the help's filter away before the help.
  private mutating func leaveList(_ list: CommandListDialog, isPalette: Bool) {
    guard !isPalette, list.isFiltering || !list.filter.isEmpty else {
      closeDialog()
      return
    }
    dialog = .help(CommandListDialog(isFiltering: false))
  }

  /// Enter on a row runs it, as its key would on the main screen.
  mutating func run(from list: CommandListDialog) -> [DashboardEffect] {
    let commands = listed(list)
    guard commands.indices.contains(list.row),
      let command = DashboardCommand(commands[list.row].id)
    else { return [] }
    closeDialog()
    guard belongsHere(command) else {
      tell(.note, "“\(commands[list.row].title)” has no meaning here")
      return []
    }
    return perform(command)
  }

  private func belongsHere(_ command: DashboardCommand) -> Bool {
    let here = Set(contexts)
    return keymap.set[command.id]?.contexts.contains(where: here.contains) ?? false
  }
}
