import Engine
import EngineCore

// Set, enable, rename, delete, undo, add, import, best.
extension DashboardState {
  mutating func changeAccount(_ command: DashboardCommand) -> [DashboardEffect] {
    switch command {
    case .accountAdd: open(.add(LabelDialog()))
    case .accountImport: open(.importing(ImportDialog(path: "~/.codex/auth.json")))
    case .accountBest: return [.explain]
    case .undo: return bringBack()
    default:
      guard let entry = selected else { return [] }
      return change(entry, command)
    }
    return []
  }

  private mutating func change(
    _ entry: AccountEntry, _ command: DashboardCommand
  ) -> [DashboardEffect] {
    switch command {
    case .accountSet:
      guard !entry.snapshot.isDefault else {
        tell(.note, "\(entry.label) is the default account already")
        return []
      }
      return [.act(.setDefault(entry.id, label: entry.label))]
    case .accountToggle:
      let isEnabled = entry.snapshot.account.isEnabled
      return [.act(.setEnabled(entry.id, label: entry.label, !isEnabled))]
    case .accountRename:
      open(.rename(RenameDialog(account: entry.id, oldLabel: entry.label)))
    case .accountRelogin: return beginSignIn(.renewing(entry.id), label: entry.label)
    case .accountDelete: return askToDelete(entry)
    default: break
    }
    return []
  }

  private mutating func askToDelete(_ entry: AccountEntry) -> [DashboardEffect] {
    open(
      .delete(
        DeleteDialog(
          account: entry.id, number: entry.number, label: entry.label,
          email: entry.snapshot.account.email, sandbox: entry.sandbox,
          liveRuns: entry.snapshot.liveRuns)))
    return [.measureSandbox(entry.id)]
  }

  /// `y` in the dialog, and nothing else, gets here.
  mutating func delete(_ question: DeleteDialog) -> [DashboardEffect] {
    guard question.mayDelete, accounts[question.account]?.snapshot.liveRuns ?? 0 == 0 else {
      tell(.note, "end the run on \(question.label) first")
      return []
    }
    closeDialog()
    accounts.change([question.account]) {
      $0.progress = Progress("moving to the trash", startedAt: now)
    }
    return [.act(.trash(question.account, label: question.label))]
  }

  private mutating func bringBack() -> [DashboardEffect] {
    guard let offer = undo else { return [] }
    undo = nil
    progress = Progress("restoring \(offer.label)", startedAt: now)
    return [.act(.restore(label: offer.label))]
  }

  /// What is shown when an action is done.
  mutating func conclude(_ action: DashboardAction) -> [DashboardEffect] {
    endProgress(of: action)
    switch action {
    case .setDefault(_, let label): tell(.good, "\(label) is the default account")
    case .setEnabled(_, let label, let isOn): tell(.good, "\(label) is \(isOn ? "on" : "off")")
    case .rename(_, let old, let new): tell(.good, "\(old) is now called \(new)")
    case .trash(_, let label):
      undo = UndoOffer(label: label, endsAt: now + UndoOffer.seconds)
    case .restore(let label):
      tell(.good, "\(label) is back")
      let back = accounts.visible.first { $0.label == label }
      if let back { select(back.id) }
    case .importing(_, let label): tell(.good, "\(label) was imported")
    case .startWorkspace(let name):
      tell(.good, "\(name) runs")
      return [.listWorkspaces]
    case .stopWorkspace(let name):
      tell(.good, "\(name) was stopped")
      return [.listWorkspaces]
    case .changeSetting(let name, let value):
      tell(.good, value.map { "\(name) is \($0)" } ?? "\(name) is the default again")
      return [.readSettings]
    }
    return []
  }

  /// What is shown when an action failed.
  mutating func conclude(
    _ action: DashboardAction, failure: ErrorReport
  ) -> [DashboardEffect] {
    endProgress(of: action)
    tell(failure)
    switch action {
    case .startWorkspace, .stopWorkspace: return [.listWorkspaces]
    case .changeSetting: return [.readSettings]
    case .setDefault, .setEnabled, .rename, .trash, .restore, .importing: return []
    }
  }

  private mutating func endProgress(of action: DashboardAction) {
    switch action {
    case .setDefault(let id, _), .setEnabled(let id, _, _), .rename(let id, _, _),
      .trash(let id, _):
      accounts.change([id]) { $0.progress = nil }
    case .restore, .importing: progress = nil
    case .startWorkspace(let name), .stopWorkspace(let name):
      workspaces.change(name) { $0.progress = nil }
    case .changeSetting: break
    }
  }
}
