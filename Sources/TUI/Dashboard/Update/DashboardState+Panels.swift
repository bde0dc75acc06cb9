import EngineCore
import TUIKit

// Panels: the log, the proxy, the workspaces, the settings.
extension DashboardState {
  /// Opens a panel, or closes it if it is open.
  mutating func toggle(_ command: DashboardCommand) -> [DashboardEffect] {
    let wanted: Panel =
      switch command {
      case .panelProxy: .proxy
      case .panelWorkspaces: .workspaces
      case .panelSettings: .settings
      default: .log
      }
    let left: [DashboardEffect] = panel == .proxy ? [.watchProxy(isOn: false)] : []
    guard panel != wanted else {
      panel = nil
      return left
    }
    panel = wanted
    switch wanted {
    case .log: return left
    case .proxy: return [.watchProxy(isOn: true)]
    case .workspaces: return left + [.listWorkspaces]
    case .settings: return left + [.readSettings]
    }
  }

  mutating func changeWorkspace(_ command: DashboardCommand) -> [DashboardEffect] {
    guard let workspace = workspaces.selected else { return [] }
    switch command {
    case .workspaceStart:
      workspaces.change(workspace.name) { $0.progress = Progress("starting", startedAt: now) }
      return [.act(.startWorkspace(workspace.name))]
    case .workspaceStop:
      workspaces.change(workspace.name) { $0.progress = Progress("stopping", startedAt: now) }
      return [.act(.stopWorkspace(workspace.name))]
    default: return [.openShell(workspace: workspace.name)]
    }
  }

  /// Enter takes the next word of a choice, or opens a line to type in; the other key goes back to the
  /// default.
  mutating func changeSetting(_ command: DashboardCommand) -> [DashboardEffect] {
    guard let setting = settings.selected else { return [] }
    if command == .settingReset {
      guard setting.source != "default" else {
        tell(.note, "\(setting.name) is the default already")
        return []
      }
      return [.act(.changeSetting(setting.name, value: nil))]
    }
    switch setting.editing {
    case .choices(let words):
      guard !words.isEmpty else { return [] }
      let place = words.firstIndex(of: setting.value) ?? words.count - 1
      let next = words[(place + 1) % words.count]
      return [.act(.changeSetting(setting.name, value: next))]
    case .typed:
      settings.edit = TextField(setting.source == "default" ? "" : setting.value)
      return []
    }
  }

  /// What arrives for panels and dialogs.
  mutating func fill(_ what: DashboardMessage.What) -> [DashboardEffect] {
    switch what {
    case .proxyArrived(var panel):
      panel.moves = proxy.moves
      proxy = panel
    case .workspacesArrived(let entries): workspaces.take(entries)
    case .workspacesFailed(let report):
      workspaces.fault = report
      workspaces.entries = nil
    case .settingsArrived(let entries): settings.take(entries)
    case .settingsFailed(let report):
      settings.fault = report
      if panel != .settings { tell(report) }
    case .themesArrived(let themes):
      appearance.themes = themes
    case .keysArrived(let keymap): self.keymap = keymap
    case .themeFailed(let report), .keysFailed(let report): tell(report)
    case .conversationsArrived(let id, let conversations):
      if case .runOptions(var options) = dialog, options.account == id {
        options.conversations = conversations.map(\.sanitized)
        dialog = .runOptions(options)
      }
    default: break
    }
    return []
  }
}

extension WorkspacePanel {
  fileprivate mutating func take(_ new: [Entry]) {
    let old = Dictionary((entries ?? []).map { ($0.name, $0.progress) }) { first, _ in first }
    let place = entries?.firstIndex { $0.name == selection } ?? 0
    entries = new.map { entry in
      var entry = entry
      entry.repository = entry.repository.map(PrintableText.sanitized)
      entry.status = PrintableText.sanitized(entry.status)
      entry.progress = old[entry.name] ?? nil
      return entry
    }
    fault = nil
    guard !new.contains(where: { $0.name == selection }) else { return }
    selection = new.isEmpty ? nil : new[min(place, new.count - 1)].name
  }

  /// Changes one entry, if it is there.
  mutating func change(_ name: String, _ change: (inout Entry) -> Void) {
    guard let index = entries?.firstIndex(where: { $0.name == name }) else { return }
    entries?[index].apply(change)
  }
}

extension WorkspacePanel.Entry {
  fileprivate mutating func apply(_ change: (inout Self) -> Void) { change(&self) }
}

extension SettingsPanel {
  fileprivate mutating func take(_ new: [Entry]) {
    entries = new
    fault = nil
    guard !new.contains(where: { $0.name == selection }) else { return }
    selection = new.first?.name
    edit = nil
  }
}

extension RunOptionsDialog.Conversation {
  fileprivate var sanitized: Self {
    Self(
      id: id, title: PrintableText.shortened(title, to: 120),
      directory: PrintableText.sanitized(directory), usedAt: usedAt)
  }
}
