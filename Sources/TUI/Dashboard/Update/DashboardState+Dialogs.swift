import EngineCore
import TUIKit

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
