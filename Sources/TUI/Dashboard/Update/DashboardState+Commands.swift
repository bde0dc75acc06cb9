import Engine
import EngineCore

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
      tell(.bad, "nothing here can copy: neither a clipboard tool nor the terminal")
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
