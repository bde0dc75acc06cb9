import Engine
import EngineCore
import TUIKit

/// What the dashboard asks of the world.
enum DashboardEffect: Hashable, Sendable {
  /// Reads the quota of these accounts now.
  case refresh([AccountID])
  /// Stops or resumes reading by itself.
  case setPolling(isOn: Bool)
  /// Does something to an account, a container or a setting.
  case act(DashboardAction)
  /// Asks automatic choice, and why.
  case explain
  /// Begins a sign-in.
  case beginSignIn(SignInDialog.Purpose, label: String, SignInDialog.Method)
  /// Ends the sign-in that is under way; everything is then as before.
  case cancelSignIn
  /// Gives the terminal to codex.
  case startRun(RunOrder)
  /// Goes on with the codex that was stopped.
  case continueRun
  /// Ends the codex that was stopped.
  case endStoppedRun
  /// Gives the terminal to a shell in a container.
  case openShell(workspace: String)
  /// Lists the conversations that a run on an account can go on with.
  case listConversations(AccountID)
  /// Measures an account's sandbox.
  case measureSandbox(AccountID)
  /// Lists the containers.
  case listWorkspaces
  /// Reads the settings.
  case readSettings
  /// Asks the proxy, once or again and again while its panel is open.
  case watchProxy(isOn: Bool)
  /// Uses another theme.
  case useTheme(String)
  /// Copies text.
  case copy(String)
  /// Opens a link in a browser.
  case openLink(String)
  /// Stores what survives a restart, a moment later.
  case saveScreen(ScreenState)
  /// Redraws everything.
  case redraw
  /// Stops this program as Ctrl-Z does.
  case suspend
  /// Leaves.
  case quit
}

/// Something that is done to an account, a container or a setting, and that can fail.
enum DashboardAction: Hashable, Sendable {
  /// Makes it the default account; the label is for the message.
  case setDefault(AccountID, label: String)
  /// Switches it on or off.
  case setEnabled(AccountID, label: String, Bool)
  /// Gives it another label.
  case rename(AccountID, from: String, to: String)
  /// Moves it to the trash.
  case trash(AccountID, label: String)
  /// Brings it back.
  case restore(label: String)
  /// Adopts a sign-in that exists already.
  case importing(path: String, label: String)
  /// Starts a container.
  case startWorkspace(String)
  /// Stops a container.
  case stopWorkspace(String)
  /// Changes a setting; nil goes back to the default.
  case changeSetting(String, value: String?)
}

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
