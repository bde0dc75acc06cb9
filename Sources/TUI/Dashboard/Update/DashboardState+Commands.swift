import Engine
import EngineCore
import TUIKit

// What each command does. Keys, clicks, help and palette all come here.
extension DashboardState {
  /// Runs a command, or says why it cannot.
  mutating func perform(_ command: DashboardCommand) -> [DashboardEffect] {
    if let reason = refusal(of: command) {
      tell(.note, reason)
      return []
    }
    if let row = command.pickedRow {
      pick(row: row)
      return []
    }
    if let motion = command.motion {
      move(motion)
      return []
    }
    return act(command)
  }

  private mutating func act(_ command: DashboardCommand) -> [DashboardEffect] {
    switch command {
    case .search, .searchNext, .searchPrevious, .sortNext: find(command)
    case .back: peel()
    case .panelNext: focus = neighbour(of: focus, by: 1)
    case .panelPrevious: focus = neighbour(of: focus, by: -1)
    case .panelExpand: isExpanded.toggle()
    case .help: open(.help(CommandListDialog(isFiltering: false)))
    case .palette: open(.palette(CommandListDialog(isFiltering: true)))
    case .panelLog, .panelProxy, .panelWorkspaces, .panelSettings: return toggle(command)
    case .runStart, .runOptions: return beginRun(command)
    case .accountSet, .accountToggle, .accountDelete, .accountAdd, .accountRename,
      .accountImport, .accountRelogin, .accountBest, .undo:
      return changeAccount(command)
    case .workspaceStart, .workspaceStop, .workspaceShell: return changeWorkspace(command)
    case .settingChange, .settingReset: return changeSetting(command)
    case .refreshOne, .refreshAll, .refreshFreeze: return refresh(command)
    case .signInOpen, .signInCopy, .signInBrowser: return helpSignIn(command)
    case .copy: return copySelected()
    case .themeNext: return changeTheme()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .quit: return leave()
    case .moveUp, .moveDown, .moveFirst, .moveLast, .movePageUp, .movePageDown, .pickRow1,
      .pickRow2, .pickRow3, .pickRow4, .pickRow5, .pickRow6, .pickRow7, .pickRow8, .pickRow9:
      break
    }
    return []
  }

  private mutating func find(_ command: DashboardCommand) {
    switch command {
    case .search: beginSearch()
    case .searchNext: goToMatch(forward: true)
    case .searchPrevious: goToMatch(forward: false)
    default:
      accounts.sort = accounts.sort.next
      accounts.sortNow()
      tell(.note, "sort: \(accounts.sort.word)")
    }
  }

  private func neighbour(of focus: Focus, by distance: Int) -> Focus {
    let all = Focus.allCases
    let place = all.firstIndex(of: focus) ?? 0
    return all[(place + distance + all.count) % all.count]
  }

  private mutating func changeTheme() -> [DashboardEffect] {
    let theme = appearance.nextTheme
    appearance.theme = theme
    tell(.note, "theme: \(theme)")
    return [.useTheme(theme)]
  }

  private mutating func refresh(_ command: DashboardCommand) -> [DashboardEffect] {
    if command == .refreshFreeze {
      mode.isFrozen.toggle()
      tell(.note, mode.isFrozen ? "frozen: nothing refreshes by itself" : "refreshing again")
      return [.setPolling(isOn: !mode.isFrozen)]
    }
    let ids =
      command == .refreshOne
      ? [selected?.id].compactMap(\.self)
      : accounts.entries.filter { entry in
        entry.snapshot.account.isEnabled && !entry.snapshot.account.identity.isAPIKey
      }.map(\.id)
    accounts.change(ids) { $0.progress = Progress("refreshing", startedAt: now, isWanted: true) }
    return ids.isEmpty ? [] : [.refresh(ids)]
  }

  /// `c` copies the label, and right after that the e-mail.
  private mutating func copySelected() -> [DashboardEffect] {
    guard let entry = selected else { return [] }
    let email = entry.snapshot.account.email
    let wasLabel = toast?.text.hasPrefix("copied \(entry.label) ") ?? false
    return [.copy(wasLabel ? email ?? entry.label : entry.label)]
  }

  /// Says what was copied, and how.
  mutating func noteCopy(of text: String, how: String?) {
    guard let how else {
      tell(.bad, "cannot copy: no clipboard tool, and the terminal does not support it")
      return
    }
    let email = accounts.entries.first { $0.label == text }?.snapshot.account.email
    let more = email == nil ? "" : offer(.copy, "again for the e-mail")
    tell(.good, "copied \(text) (\(how))\(more)")
  }

  /// `q`: leaves at once from the list, closes a panel elsewhere.
  mutating func leave() -> [DashboardEffect] {
    if panel != nil {
      panel = nil
      return [.watchProxy(isOn: false)]
    }
    return [.quit]
  }
}

// Why a command cannot run now. The toast says it; help and menus dim the command by it.
extension DashboardState {
  /// Why a command cannot run now, one clause; nil if it can.
  func refusal(of command: DashboardCommand) -> String? {
    if mode.isReadOnly, command.isDangerous { return "swop was started read-only" }
    switch command {
    case .accountSet, .accountToggle, .accountDelete, .accountRename, .copy, .runOptions:
      return selectionRefusal
    case .runStart: return selectionRefusal ?? selected.flatMap(runRefusal)
    case .accountRelogin: return selectionRefusal ?? selected.flatMap(signInRefusal)
    case .refreshOne: return selectionRefusal ?? selected.flatMap(readingRefusal)
    case .refreshAll, .accountBest:
      return accounts.entries.isEmpty ? emptyRefusal : nil
    case .undo: return undo == nil ? "nothing to undo" : nil
    case .workspaceStart, .workspaceStop, .workspaceShell: return workspaceRefusal(command)
    case .settingChange, .settingReset:
      guard let setting = settings.selected else { return "no setting selected" }
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
    return "no row selected; Esc clears the filter"
  }

  private var emptyRefusal: String { "no accounts yet" + offer(.accountAdd, "adds one") }

  /// Why no match can be gone to.
  var searchRefusal: String { "nothing to search for" + offer(.search, "types it") }

  private func workspaceRefusal(_ command: DashboardCommand) -> String? {
    guard let workspace = workspaces.selected else { return "no workspace selected" }
    if workspace.progress != nil { return "\(workspace.name) is busy" }
    switch command {
    case .workspaceStart: return workspace.isRunning ? "\(workspace.name) is already running" : nil
    case .workspaceStop: return workspace.isRunning ? nil : "\(workspace.name) is not running"
    default:
      guard !workspace.isRunning else { return nil }
      return "\(workspace.name) is not running" + offer(.workspaceStart, "starts it")
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
    "\(entry.label) is off" + offer(.accountToggle, "enables it")
  }
}
