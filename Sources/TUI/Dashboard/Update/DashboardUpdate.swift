import EngineCore
import TUIKit

/// What a message changes, and what it makes the dashboard ask of the world. Pure: it waits for nothing,
/// reads no clock, and takes every message in every state.
enum DashboardUpdate {
  /// Takes one message.
  ///
  /// - Parameters:
  ///   - state: the screen; changed in place.
  ///   - message: what happened.
  /// - Returns: What is asked of the world, in order.
  static func update(
    _ state: inout DashboardState, _ message: DashboardMessage
  ) -> [DashboardEffect] {
    let before = state.screen
    state.now = message.at
    state.endWhatIsOver()
    var effects = react(&state, to: message.what)
    if effects.contains(.quit) { state.isOver = true }
    let after = state.screen
    if before != after { effects.append(.saveScreen(after)) }
    return effects
  }

  private static func react(
    _ state: inout DashboardState, to what: DashboardMessage.What
  ) -> [DashboardEffect] {
    switch what {
    case .keyPressed(let stroke): return state.press(stroke)
    case .textPasted(let text): return state.type(text)
    case .clicked(let target): return state.click(target)
    case .scrolled(let rows): return state.scroll(by: rows)
    case .resized(let size):
      state.size = size
      return []
    case .clockTicked, .resumed: return []
    case .ended: return [.quit]
    case .pictureArrived, .pictureFailed, .eventsArrived, .readingsStarted, .readingsEnded,
      .connectionChanged, .adoptableFound, .sandboxMeasured, .choiceArrived:
      return state.learn(what)
    case .proxyArrived, .workspacesArrived, .workspacesFailed, .settingsArrived,
      .settingsFailed, .themesArrived, .themeFailed, .keysArrived, .keysFailed,
      .conversationsArrived:
      return state.fill(what)
    case .actionDone(let action): return state.conclude(action)
    case .actionFailed(let action, let report): return state.conclude(action, failure: report)
    case .signInStepped, .signInDone, .signInFailed, .signInCancelled:
      return state.followSignIn(what)
    case .runEnded(let report):
      state.comeBack(report)
      return []
    case .runStopped(let stopped):
      state.open(.stoppedRun(stopped))
      return []
    case .runFailed(let label, let report):
      state.tell(report, about: label)
      return []
    case .copied(let text, let how):
      state.noteCopy(of: text, how: how)
      return []
    case .linkNotOpened:
      state.tell(.note, "no browser found" + state.offer(.signInCopy, "copies the link"))
      return []
    }
  }
}

extension DashboardState {
  /// What of this state survives a restart.
  var screen: ScreenState {
    ScreenState(
      selection: accounts.selection, filter: accounts.isFiltering ? "" : accounts.filter.text,
      sort: accounts.sort, focus: focus, isExpanded: isExpanded, theme: appearance.theme)
  }

  /// Takes up what the last screen left.
  mutating func restore(_ screen: ScreenState) {
    accounts.selection = screen.selection
    accounts.filter = TextField(screen.filter)
    accounts.sort = screen.sort
    focus = screen.focus
    isExpanded = screen.isExpanded
    if let theme = screen.theme { appearance.theme = theme }
  }

  /// Takes away messages and offers whose time is over.
  mutating func endWhatIsOver() {
    if let toast, toast.endsAt <= now { self.toast = nil }
    if let undo, undo.endsAt <= now { self.undo = nil }
  }

  /// Shows a short message.
  mutating func tell(_ kind: Toast.Kind, _ text: String) {
    toast = Toast(kind, text, at: now)
  }

  /// Shows what failed, for whom, and what to do next; it stays in the event log.
  mutating func tell(_ report: ErrorReport, about label: String? = nil) {
    let remedy = report.remedy.map { " " + $0 } ?? ""
    tell(.bad, report.message + remedy)
    let event = EngineEvent(
      at: now, kind: .warning, label: label.map(PrintableText.sanitized),
      message: PrintableText.shortened(report.message + remedy, to: 500))
    events.add([event])
  }

  /// Opens a dialog over whatever is there.
  mutating func open(_ dialog: Dialog) {
    self.dialog = dialog
    dialogOpenedAt = now
  }

  /// Closes the dialog.
  mutating func closeDialog() {
    dialog = nil
    dialogOpenedAt = nil
  }
}

/// Something that happened, and when.
struct DashboardMessage: Hashable, Sendable {
  /// What happened.
  enum What: Hashable, Sendable {
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
    /// The terminal is gone, or someone asks the program to end.
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
    /// The keys with what settings change; it may come again.
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
  let at: Date
  /// What happened.
  let what: What

  /// A message of its parts.
  init(at: Date, _ what: What) {
    self.at = at
    self.what = what
  }
}
