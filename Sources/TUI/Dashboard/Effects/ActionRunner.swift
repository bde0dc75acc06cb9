import Engine
import EngineCore
import TUIKit

/// Does what the dashboard asks for to accounts, containers and settings, and says how it went.
struct ActionRunner: Sendable {
  let world: DashboardWorld
  let mailbox: Mailbox<DashboardMessage>
  let feed: PictureFeed

  /// Does one thing. The picture that shows it arrives before the message that tells of it.
  func act(_ action: DashboardAction) async {
    do {
      try await perform(action)
      await feed.update()
      post(.actionDone(action))
    } catch {
      await feed.update()
      post(.actionFailed(action, Failure.report(of: error)))
    }
  }

  private func perform(_ action: DashboardAction) async throws {
    switch action {
    case .startWorkspace(let name): try await workspaces().start(name)
    case .stopWorkspace(let name): try await workspaces().stop(name)
    case .changeSetting(let name, let value): try await world.settings.change(name, to: value)
    case .setDefault, .setEnabled, .rename, .trash, .restore, .importing:
      try await perform(action, on: try await world.fleet())
    }
  }

  /// The identity counts, not the label it had when the key was pressed.
  private func perform(_ action: DashboardAction, on fleet: any DashboardFleet) async throws {
    switch action {
    case .setDefault(let id, let label):
      _ = try await fleet.setDefault(label: try await name(of: id, label, fleet))
    case .setEnabled(let id, let label, let isOn):
      _ = try await fleet.setEnabled(isOn, label: try await name(of: id, label, fleet))
    case .rename(let id, let old, let new):
      _ = try await fleet.rename(label: try await name(of: id, old, fleet), to: new)
    case .trash(let id, let label):
      _ = try await fleet.remove(label: try await name(of: id, label, fleet), force: false)
    case .restore(let label): _ = try await fleet.restore(label: label, as: nil)
    case .importing(let path, let label):
      _ = try await fleet.add(
        label: label, method: .importing(world.path(path)), isolation: nil,
        copiesConfiguration: false, progress: { _ in })
    case .startWorkspace, .stopWorkspace, .changeSetting: break
    }
  }

  private func name(
    of id: AccountID, _ label: String, _ fleet: any DashboardFleet
  ) async throws -> String {
    guard let name = try await fleet.label(of: id) else {
      throw FleetError.unknownAccount(label: label, nearest: nil)
    }
    return name
  }

  private func workspaces() throws -> any DashboardWorkspaces {
    guard let workspaces = world.workspaces else { throw MissingDoor.workspaces }
    return workspaces
  }

  private func post(_ what: DashboardMessage.What) {
    mailbox.post(DashboardMessage(at: world.time.now(), what))
  }
}
