import EngineCore
import TUIKit

/// What a message changes, and what it makes the dashboard ask of the world. Pure: it waits for nothing,
/// reads no clock, and takes every message in every state.
package enum DashboardUpdate {
  /// Takes one message.
  ///
  /// - Parameters:
  ///   - state: the screen; changed in place.
  ///   - message: what happened.
  /// - Returns: What is asked of the world, in order.
  package static func update(
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
      state.tell(.note, "there is no browser here" + state.offer(.signInCopy, "copies the link"))
      return []
    }
  }
}

extension DashboardState {
  /// What of this state survives a restart.
  package var screen: ScreenState {
    ScreenState(
      selection: accounts.selection, filter: accounts.isFiltering ? "" : accounts.filter.text,
      sort: accounts.sort, focus: focus, isExpanded: isExpanded, theme: appearance.theme)
  }

  /// Takes up what the last screen left.
  package mutating func restore(_ screen: ScreenState) {
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
