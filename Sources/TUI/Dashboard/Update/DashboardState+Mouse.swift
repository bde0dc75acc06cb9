import EngineCore
import TUIKit

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

  /// A click on what a dialog shows; what lies behind it takes none.
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
