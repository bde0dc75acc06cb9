import Engine
import EngineCore
import TUIKit

// Why a command cannot run now. The toast says it; help and menus dim the command by it.
extension DashboardState {
  /// Why a command cannot run now, one clause; nil if it can.
  package func refusal(of command: DashboardCommand) -> String? {
    if mode.isReadOnly, command.isDangerous { return "swop was started read-only" }
    switch command {
    case .accountSet, .accountToggle, .accountDelete, .accountRename, .copy, .runOptions:
      return selectionRefusal
    case .runStart: return selectionRefusal ?? selected.flatMap(runRefusal)
    case .accountRelogin: return selectionRefusal ?? selected.flatMap(signInRefusal)
    case .refreshOne: return selectionRefusal ?? selected.flatMap(readingRefusal)
    case .refreshAll, .accountBest:
      return accounts.entries.isEmpty ? emptyRefusal : nil
    case .undo: return undo == nil ? "there is nothing to undo" : nil
    case .workspaceStart, .workspaceStop, .workspaceShell: return workspaceRefusal(command)
    case .settingChange, .settingReset:
      guard let setting = settings.selected else { return "no setting is chosen" }
      guard setting.source != "environment" else {
        return "\(setting.origin ?? "the environment") decides it"
      }
      return nil
    case .searchNext, .searchPrevious:
      return events.search.isEmpty ? searchRefusal : nil
    case .moveUp, .moveDown, .moveFirst, .moveLast, .movePageUp, .movePageDown, .pickRow1,
      .pickRow2, .pickRow3, .pickRow4, .pickRow5, .pickRow6, .pickRow7, .pickRow8, .pickRow9,
      .accountAdd, .accountImport, .search, .sortNext, .refreshFreeze, .panelNext,
      .panelPrevious, .panelLog, .panelProxy, .panelWorkspaces, .panelSettings, .panelExpand,
      .signInOpen, .signInCopy, .signInBrowser, .themeNext, .palette, .help, .redraw, .suspend,
      .back, .quit:
      return nil
    }
  }

  private var selectionRefusal: String? {
    if selected != nil { return nil }
    if accounts.entries.isEmpty { return emptyRefusal }
    return "no row is chosen, Esc clears the filter"
  }

  private var emptyRefusal: String { "there are no accounts yet" + offer(.accountAdd, "adds one") }

  /// Why no match can be gone to.
  var searchRefusal: String { "nothing to search for" + offer(.search, "types it") }

  private func workspaceRefusal(_ command: DashboardCommand) -> String? {
    guard let workspace = workspaces.selected else { return "no workspace is chosen" }
    if workspace.progress != nil { return "\(workspace.name) is busy" }
    switch command {
    case .workspaceStart: return workspace.isRunning ? "\(workspace.name) runs already" : nil
    case .workspaceStop: return workspace.isRunning ? nil : "\(workspace.name) does not run"
    default:
      guard !workspace.isRunning else { return nil }
      return "\(workspace.name) does not run" + offer(.workspaceStart, "starts it")
    }
  }

  /// Why codex cannot run on an account, nil if it can.
  func runRefusal(_ entry: AccountEntry) -> String? {
    switch entry.snapshot.state {
    case .off: offRefusal(entry)
    case .expired:
      "the session of \(entry.label) has expired" + offer(.accountRelogin, "signs in again")
    case .waiting: "\(entry.label) has used up its quota" + offer(.accountBest, "finds another")
    case .blocked: "the server refuses \(entry.label)" + offer(.accountBest, "finds another")
    case .unknown, .low, .inUse, .ready: nil
    }
  }

  private func signInRefusal(_ entry: AccountEntry) -> String? {
    let account = entry.snapshot.account
    if account.identity.isAPIKey {
      return "\(entry.label) uses an API key, which needs no new sign-in"
    }
    guard account.kind == "token" else { return nil }
    return "\(entry.label) uses an access token: swop relogin \(ShellWord.quoted(entry.label))"
  }

  private func readingRefusal(_ entry: AccountEntry) -> String? {
    if entry.snapshot.account.identity.isAPIKey { return "\(entry.label) has no quota to read" }
    return entry.snapshot.state == .off ? offRefusal(entry) : nil
  }

  private func offRefusal(_ entry: AccountEntry) -> String {
    "\(entry.label) is off" + offer(.accountToggle, "switches it on")
  }
}
