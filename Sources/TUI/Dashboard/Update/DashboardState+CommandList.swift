import EngineCore
import TUIKit

// Help and palette: the catalogue as a list that can be filtered, and run from.
extension DashboardState {
  /// The commands of a list that its filter leaves, group by group, each in the order of the catalogue.
  func listed(_ list: CommandListDialog) -> [Command] {
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

// Dialogs that ask: delete, quit, a stopped run; and those that show.
extension DashboardState {
  /// Only `y` deletes. Enter and Esc keep, every other key does nothing.
  mutating func answer(_ question: DeleteDialog, _ stroke: KeyStroke) -> [DashboardEffect] {
    if stroke == KeyStroke("y") { return delete(question) }
    if isRefusal(stroke) { closeDialog() }
    return []
  }

  /// Only `y` leaves.
  mutating func answer(_ question: QuitDialog, _ stroke: KeyStroke) -> [DashboardEffect] {
    if stroke == KeyStroke("y") {
      closeDialog()
      return [.cancelSignIn, .quit]
    }
    if isRefusal(stroke) { open(.signIn(question.signIn)) }
    return []
  }

  /// Enter goes on with codex, `y` ends it, Esc leaves it stopped.
  mutating func answerStoppedRun(_ stroke: KeyStroke) -> [DashboardEffect] {
    switch stroke {
    case KeyStroke(.enter):
      closeDialog()
      return [.continueRun]
    case KeyStroke("y"):
      closeDialog()
      return [.endStoppedRun]
    default: return []
    }
  }

  mutating func press(_ stroke: KeyStroke, in why: WhyDialog) -> [DashboardEffect] {
    if let motion = motion(of: stroke) {
      moveInDialog(motion)
    } else if isRefusal(stroke) || command(for: stroke, in: [.anywhere]) == .quit {
      closeDialog()
    }
    return []
  }

  /// The motion of a key in a dialog's list, nil if it moves nothing.
  func motion(of stroke: KeyStroke) -> Motion? {
    command(for: stroke, in: [DashboardCommands.Context.menu])?.motion
  }

  /// Moves the cursor of the dialog's list, if it has one.
  mutating func moveInDialog(_ motion: Motion) {
    switch dialog {
    case .why(var why):
      guard !why.lines.isEmpty else { return }
      why.scroll = motion.place(from: why.scroll, count: why.lines.count, page: page)
      dialog = .why(why)
    case .help(var list):
      list.row = place(of: list, isPalette: false, moved: motion)
      dialog = .help(list)
    case .palette(var list):
      list.row = place(of: list, isPalette: true, moved: motion)
      dialog = .palette(list)
    case .runOptions(var options):
      guard let row = options.picking else { return }
      let count = (options.conversations?.count ?? 0) + 1
      options.picking = motion.place(from: row, count: count, page: page)
      dialog = .runOptions(options)
    case .delete, .signIn, .add, .rename, .importing, .quit, .stoppedRun, .fault, nil: break
    }
  }

  private func place(
    of list: CommandListDialog, isPalette: Bool, moved motion: Motion
  ) -> Int {
    let count = listed(list).count
    return count == 0 ? 0 : motion.place(from: list.row, count: count, page: page)
  }
}
