package import EngineCore
package import TUIKit

/// Something that happened, and when.
package struct DashboardMessage: Hashable, Sendable {
  /// What happened.
  package enum What: Hashable, Sendable {
    // The terminal.

    /// A key was pressed.
    case keyPressed(KeyStroke)
    /// Text was pasted.
    case textPasted(String)
    /// Something was clicked; what it is, the layout knows.
    case clicked(ClickTarget)
    /// The wheel was turned: up is negative.
    case scrolled(rows: Int)
    /// The window has another size.
    case resized(Size)
    /// Time went by.
    case clockTicked
    /// The program goes on after it was stopped, or the window got or lost the focus.
    case resumed
    /// The terminal is gone, or somebody asks the program to end.
    case ended

    // The engine.

    /// All accounts, as they are now.
    case pictureArrived(FleetPicture)
    /// The accounts cannot be read.
    case pictureFailed(ErrorReport)
    /// New events, oldest first.
    case eventsArrived([EngineEvent])
    /// Some accounts are being asked for their quota.
    case readingsStarted([AccountID])
    /// They have answered or not; the picture comes on its own. `failures` counts those that did not.
    case readingsEnded([AccountID], failures: Int)
    /// Whether the servers can be reached, and when they are asked next.
    case connectionChanged(Connection, nextPollAt: Date?)
    /// The proxy, as it is now.
    case proxyArrived(ProxyPanel)
    /// The containers, as they are now.
    case workspacesArrived([WorkspacePanel.Entry])
    /// The containers cannot be listed.
    case workspacesFailed(ErrorReport)
    /// The settings, as they are now.
    case settingsArrived([SettingsPanel.Entry])
    /// The settings cannot be read.
    case settingsFailed(ErrorReport)
    /// The themes there are, perhaps changed on disk.
    case themesArrived([Theme])
    /// A theme cannot be used.
    case themeFailed(ErrorReport)
    /// The keys with what settings change, perhaps anew.
    case keysArrived(Keymap)
    /// Keys of the settings file cannot be used.
    case keysFailed(ErrorReport)
    /// The size of a sandbox.
    case sandboxMeasured(AccountID, bytes: Int64)
    /// The conversations that a run can go on with.
    case conversationsArrived(AccountID, [RunOptionsDialog.Conversation])
    /// A sign-in in `~/.codex` that could be imported, nil if there is none.
    case adoptableFound(String?)

    // What was asked for.

    /// Something that was asked for is done.
    case actionDone(DashboardAction)
    /// It failed.
    case actionFailed(DashboardAction, ErrorReport)
    /// Automatic choice has been asked for.
    case choiceArrived(WhyDialog, ChoiceSummary)
    /// A sign-in wants something of the person.
    case signInStepped(SignInStep)
    /// It is done.
    case signInDone(AccountID)
    /// It failed.
    case signInFailed(ErrorReport)
    /// It was cancelled and everything is as before.
    case signInCancelled
    /// Codex has ended and the terminal is ours again.
    case runEnded(RunReport)
    /// Codex was stopped and the terminal is ours again.
    case runStopped(StoppedRunDialog)
    /// Codex could not be started.
    case runFailed(label: String, ErrorReport)
    /// Text was copied; `how` names the way, nil if there was none.
    case copied(text: String, how: String?)
    /// A link could not be opened: there is no browser here.
    case linkNotOpened
  }

  /// When it happened.
  package let at: Date
  /// What happened.
  package let what: What

  /// A message of its parts.
  package init(at: Date, _ what: What) {
    self.at = at
    self.what = what
  }
}
