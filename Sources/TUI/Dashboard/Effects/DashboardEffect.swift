package import EngineCore

/// What the dashboard asks of the world.
package enum DashboardEffect: Hashable, Sendable {
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
  /// Draws everything anew.
  case redraw
  /// Stops this program as Ctrl-Z does.
  case suspend
  /// Leaves.
  case quit
}
