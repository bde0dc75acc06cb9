import Engine
import EngineCore
import TUIKit

// What arrives from the engine: accounts, readings, events, choices.
extension DashboardState {
  mutating func learn(_ what: DashboardMessage.What) -> [DashboardEffect] {
    switch what {
    case .pictureArrived(let picture): take(picture)
    case .pictureFailed(let report):
      accounts.knowledge = accounts.entries.isEmpty ? .failed(report) : .known
      tell(report)
    case .eventsArrived(let new):
      events.add(new)
      proxy.add(new)
    case .readingsStarted(let ids):
      accounts.change(ids) { $0.progress = $0.progress ?? Progress("refreshing", startedAt: now) }
    case .readingsEnded(let ids, let failures): endReadings(ids, failures: failures)
    case .connectionChanged(let connection, let nextPollAt):
      self.connection = connection
      self.nextPollAt = nextPollAt
    case .adoptableFound(let email): adoptable = email.map(PrintableText.sanitized)
    case .sandboxMeasured(let id, let bytes):
      if case .delete(var question) = dialog, question.account == id {
        question.bytes = bytes
        dialog = .delete(question)
      }
    case .choiceArrived(let why, let choice):
      self.choice = choice
      explain(why, selecting: choice.selected)
    default: break
    }
    return []
  }

  private mutating func take(_ picture: FleetPicture) {
    let old = Dictionary(accounts.entries.map { ($0.id, $0) }) { first, _ in first }
    accounts.entries = picture.snapshot.shown.enumerated().map { index, snapshot in
      let clean = snapshot.sanitized
      let place = picture.places[clean.id]
      return AccountEntry(
        snapshot: clean, number: index + 1, rank: place?.rank, rankReason: place?.reason,
        history: picture.histories[clean.id] ?? [], sandbox: picture.sandboxes[clean.id] ?? "",
        progress: old[clean.id]?.progress)
    }
    project = picture.snapshot.project.map {
      PrintableText.sanitized($0.label ?? $0.strategy?.rawValue ?? "removed")
    }
    accounts.pool = Pool(of: accounts.entries.map(\.snapshot), at: now)
    let older = picture.snapshot.older
    if !older.isEmpty, older != accounts.older, !accounts.entries.isEmpty {
      tell(.note, "\(OlderAccountsText.sentence(older)) \(OlderAccountsText.remedy)")
    }
    accounts.older = older
    accounts.knowledge = .known
    if let choice = picture.choice { self.choice = choice }
    accounts.settle(isFresh: picture.isFresh, at: now)
    refreshDialog()
  }

  /// A dialog about an account that is gone closes; one about runs learns of new ones.
  private mutating func refreshDialog() {
    switch dialog {
    case .delete(let question) where accounts[question.account] == nil: closeDialog()
    case .rename(let question) where accounts[question.account] == nil: closeDialog()
    case .runOptions(let options) where accounts[options.account] == nil: closeDialog()
    default: break
    }
  }

  private mutating func endReadings(_ ids: [AccountID], failures: Int) {
    var wasAsked = false
    accounts.change(ids) { entry in
      guard let progress = entry.progress, progress.verb == "refreshing" else { return }
      wasAsked = wasAsked || progress.isWanted
      entry.progress = nil
    }
    guard wasAsked else { return }
    let count = ids.count - failures
    let only = ids.count == 1 ? accounts[ids[0]] : nil
    if failures > 0 {
      let next =
        only?.snapshot.state == .expired
        ? offer(.accountRelogin, "signs in again")
        : offer(only == nil ? .refreshAll : .refreshOne, "tries again")
      tell(.bad, "\(only?.label ?? "\(failures) of \(ids.count)") could not be read\(next)")
    } else {
      tell(.good, count == 1 ? "usage refreshed" : "usage of \(count) accounts refreshed")
    }
  }

  private mutating func explain(_ why: WhyDialog, selecting id: AccountID?) {
    if let id, accounts[id] != nil {
      select(id)
      // The row has to be seen, so a filter that hides it goes.
      if accounts.selected == nil { accounts.filter = TextField() }
    }
    // Someone who has opened something else meanwhile keeps it.
    if dialog == nil { open(.why(why)) }
  }
}

extension AccountSnapshot {
  /// With every text from outside made printable.
  fileprivate var sanitized: AccountSnapshot {
    var copy = self
    copy.account.email = account.email.map(PrintableText.sanitized)
    if let error {
      copy.error = ErrorReport(
        code: error.code, message: PrintableText.sanitized(error.message),
        remedy: error.remedy.map(PrintableText.sanitized))
    }
    return copy
  }
}

/// When the screen changes by time alone. Nothing wakes the program before that.
enum DashboardClock {
  /// The next such moment after the state's own; nil for never.
  static func nextChange(of state: DashboardState) -> Date? {
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
