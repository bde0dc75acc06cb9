import Engine
package import EngineCore
import TUIKit

/// When the screen changes by time alone. Nothing wakes the program before that.
package enum DashboardClock {
  /// The next such moment after the state's own; nil for never.
  package static func nextChange(of state: DashboardState) -> Date? {
    var soonest = nextTick(of: state)
    for moment in [state.toast?.endsAt, state.undo?.endsAt] {
      if let moment, moment > state.now { soonest = min(soonest, moment) }
    }
    for progress in progress(in: state) {
      if let moment = next(of: progress, in: state), moment > state.now {
        soonest = min(soonest, moment)
      }
    }
    return soonest > state.now ? soonest : nil
  }

  /// Countdowns and ages move once a second, in quiet mode once a minute; so does a clock alone.
  private static func nextTick(of state: DashboardState) -> Date {
    let isCounting = !state.mode.isQuiet && (counts(state) || state.size.columns >= 110)
    let unit: Double = isCounting ? 1 : 60
    let seconds = state.now.timeIntervalSince1970
    return Date(timeIntervalSince1970: (seconds / unit).rounded(.down) * unit + unit)
  }

  private static func counts(_ state: DashboardState) -> Bool {
    if state.undo != nil || !progress(in: state).isEmpty { return true }
    if case .signIn = state.dialog { return true }
    if case .offline = state.connection { return true }
    return state.accounts.facts.hasReading
  }

  private static func next(of progress: Progress, in state: DashboardState) -> Date? {
    switch progress.stage(at: state.now) {
    case .hidden: return progress.startedAt + Progress.hiddenSeconds
    case .spinner, .elapsed:
      if state.mode.isQuiet { return nil }
      let elapsed = state.now.timeIntervalSince(progress.startedAt)
      let frames = (elapsed / Progress.spinnerSeconds + 0.01).rounded(.down) + 1
      return progress.startedAt + frames * Progress.spinnerSeconds
    }
  }

  private static func progress(in state: DashboardState) -> [Progress] {
    var all = state.accounts.facts.progress
    all += (state.workspaces.entries ?? []).compactMap(\.progress)
    if let progress = state.progress { all.append(progress) }
    if case .signIn(let signIn) = state.dialog {
      switch signIn.step {
      case .failed: break
      case .starting, .waitingForOther, .enterCode, .openLink, .finishing:
        all.append(Progress("waiting", startedAt: signIn.startedAt))
      }
    }
    return all
  }
}
