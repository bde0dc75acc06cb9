import Engine
import EngineCore
import TUIKit

// From a key to a command: what has the keys, innermost first.
extension DashboardState {
  /// Where keys are pressed now, innermost first.
  var contexts: [KeyContext] {
    switch panel {
    case .log: [DashboardCommands.Context.log, .anywhere]
    case .workspaces: [DashboardCommands.Context.workspaces, .anywhere]
    case .settings: [DashboardCommands.Context.settings, .anywhere]
    case .proxy: [.anywhere]
    case nil:
      focus == .events
        ? [DashboardCommands.Context.log, DashboardCommands.Context.list, .anywhere]
        : [DashboardCommands.Context.list, .anywhere]
    }
  }

  /// What a command is like now: why it cannot run, and how its hint reads.
  func status(of command: DashboardCommand) -> CommandStatus {
    var status = CommandStatus(disabledReason: refusal(of: command))
    switch command {
    case .accountToggle:
      status.hintWord = selected?.snapshot.account.isEnabled == false ? "enable" : "disable"
    case .accountRelogin where selected?.snapshot.state == .expired: status.hintRank = 10
    case .quit where panel != nil: status.hintWord = "back"
    default: break
    }
    return status
  }

  /// The command of a key in some contexts.
  func command(for stroke: KeyStroke, in contexts: [KeyContext]) -> DashboardCommand? {
    keymap.command(for: stroke, in: contexts).flatMap { DashboardCommand($0) }
  }

  mutating func press(_ stroke: KeyStroke) -> [DashboardEffect] {
    let global = command(for: stroke, in: [.anywhere])
    if global == .redraw || global == .suspend, stroke.typed == nil, let global {
      return perform(global)
    }
    if isTooSmall { return global == .quit ? leave() : [] }
    if let dialog { return press(stroke, in: dialog) }
    if isTyping { return typeKey(stroke) }
    guard let command = command(for: stroke, in: contexts) else { return [] }
    return perform(command)
  }

  /// A key in a dialog. A fresh one takes none, so that what was typed ahead decides nothing.
  private mutating func press(
    _ stroke: KeyStroke, in dialog: Dialog
  ) -> [DashboardEffect] {
    guard isDialogSettled else { return [] }
    switch dialog {
    case .delete(let question): return answer(question, stroke)
    case .quit(let question): return answer(question, stroke)
    case .stoppedRun: return answerStoppedRun(stroke)
    case .signIn(let signIn): return press(stroke, in: signIn)
    case .add(let input): return press(stroke, in: input)
    case .rename(let question): return press(stroke, in: question)
    case .importing(let question): return press(stroke, in: question)
    case .runOptions(let options): return press(stroke, in: options)
    case .why(let why): return press(stroke, in: why)
    case .help(let list): return press(stroke, in: list, isPalette: false)
    case .palette(let list): return press(stroke, in: list, isPalette: true)
    case .fault:
      closeDialog()
      return []
    }
  }

  /// Whether the dialog has been there long enough to take keys.
  var isDialogSettled: Bool {
    // A clock that was set back must not lock the dialog.
    dialogOpenedAt.map { abs(now.timeIntervalSince($0)) >= Self.dialogGuard } ?? true
  }

  /// Whether a key means *no* in a dialog that asks.
  func isRefusal(_ stroke: KeyStroke) -> Bool {
    switch stroke.key {
    case .escape, .enter: true
    case .character("n"), .character("q"): stroke.modifiers.isEmpty
    case .character("c"): stroke.modifiers == .control
    default: false
    }
  }

  /// Whether a key leaves an input or a list: Esc, or Ctrl-C.
  func isWayOut(_ stroke: KeyStroke) -> Bool {
    stroke == KeyStroke(.escape) || stroke == KeyStroke(.character("c"), .control)
  }
}

// Clicks: the same commands as the keys, with the same guards.
extension DashboardState {
  mutating func click(_ target: ClickTarget) -> [DashboardEffect] {
    if isTooSmall { return [] }
    if let dialog { return click(target, in: dialog) }
    switch target {
    case .account(let id):
      panel = nil
      focus = .accounts
      if accounts[id] != nil { select(id) }
    case .event(let place):
      if panel == nil { focus = .events }
      if events.entries.indices.contains(place) { events.position = place }
    case .workspace(let name): workspaces.selection = name
    case .setting(let name): settings.selection = name
    case .focus(let part): focus = part
    case .command(let command): return isTyping ? [] : perform(command)
    case .listRow, .confirm, .dismiss, .nothing: break
    }
    return []
  }

  /// A click on what a dialog shows; what is behind it takes none.
  private mutating func click(
    _ target: ClickTarget, in dialog: Dialog
  ) -> [DashboardEffect] {
    guard isDialogSettled else { return [] }
    switch target {
    case .confirm:
      switch dialog {
      case .delete, .quit, .stoppedRun: return press(KeyStroke("y"))
      default: return []
      }
    case .dismiss: return press(KeyStroke(.escape))
    case .listRow(let row): return click(row: row, in: dialog)
    case .command(let command):
      switch command {
      case .signInOpen, .signInCopy, .signInBrowser: return helpSignIn(command)
      default: return []
      }
    case .account, .event, .workspace, .setting, .focus, .nothing: return []
    }
  }

  private mutating func click(row: Int, in dialog: Dialog) -> [DashboardEffect] {
    switch dialog {
    case .help(var list):
      list.row = row
      self.dialog = .help(list)
    case .palette(var list):
      list.row = row
      self.dialog = .palette(list)
      return run(from: list)
    case .runOptions(var options) where options.picking != nil:
      options.choose(row: row)
      self.dialog = .runOptions(options)
    default: break
    }
    return []
  }
}
