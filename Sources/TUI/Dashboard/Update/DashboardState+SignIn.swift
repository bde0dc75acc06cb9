import Engine
import EngineCore
import TUIKit

// Signing in without leaving the screen: a code first, the browser offered.
extension DashboardState {
  mutating func beginSignIn(
    _ purpose: SignInDialog.Purpose, label: String, method: SignInDialog.Method = .device
  ) -> [DashboardEffect] {
    var runs = 0
    if case .renewing(let id) = purpose { runs = accounts[id]?.snapshot.liveRuns ?? 0 }
    open(
      .signIn(
        SignInDialog(
          purpose: purpose, label: label, method: method, startedAt: now, runs: runs)))
    return [.beginSignIn(purpose, label: label, method)]
  }

  mutating func press(_ stroke: KeyStroke, in signIn: SignInDialog) -> [DashboardEffect] {
    if stroke == KeyStroke(.escape) { return stopSignIn(signIn) }
    if case .failed = signIn.step, stroke == KeyStroke(.enter) {
      return beginSignIn(signIn.purpose, label: signIn.label, method: signIn.method)
    }
    let context = [DashboardCommands.Context.signIn, .anywhere]
    guard let command = command(for: stroke, in: context) else { return [] }
    switch command {
    case .signInOpen, .signInCopy, .signInBrowser: return helpSignIn(command)
    case .quit:
      if case .failed = signIn.step { return stopSignIn(signIn) }
      open(.quit(QuitDialog(signIn)))
    default: break
    }
    return []
  }

  private mutating func stopSignIn(_ signIn: SignInDialog) -> [DashboardEffect] {
    closeDialog()
    if case .failed = signIn.step { return [] }
    return [.cancelSignIn]
  }

  /// Opens or copies the link, or goes over to the browser.
  mutating func helpSignIn(_ command: DashboardCommand) -> [DashboardEffect] {
    guard case .signIn(let signIn) = dialog else { return [] }
    switch command {
    case .signInOpen: return signIn.link.map { [.openLink($0)] } ?? []
    case .signInCopy: return signIn.link.map { [.copy($0)] } ?? []
    default:
      let other: SignInDialog.Method = signIn.method == .device ? .browser : .device
      return beginSignIn(signIn.purpose, label: signIn.label, method: other)
    }
  }

  /// What the sign-in says. It may stand behind the question whether to leave.
  mutating func followSignIn(_ what: DashboardMessage.What) -> [DashboardEffect] {
    switch what {
    case .signInStepped(let step): return changeSignIn { $0.take(step) }
    case .signInFailed(let report):
      let wasThere = changesSignIn { $0.step = .failed(report) }
      if !wasThere { tell(report) }
    case .signInDone(let id):
      let label = accounts[id]?.label ?? signInLabel ?? "the account"
      if signInLabel != nil { closeDialog() }
      select(id)
      tell(.good, "\(label) is signed in")
    case .signInCancelled:
      if dialog == nil { tell(.note, "sign-in cancelled, everything is as before") }
    default: break
    }
    return []
  }

  private var signInLabel: String? {
    switch dialog {
    case .signIn(let signIn): signIn.label
    case .quit(let question): question.signIn.label
    default: nil
    }
  }

  private mutating func changeSignIn(
    _ change: (inout SignInDialog) -> DashboardEffect?
  ) -> [DashboardEffect] {
    var effect: DashboardEffect?
    _ = changesSignIn { effect = change(&$0) }
    return effect.map { [$0] } ?? []
  }

  /// Changes the sign-in that is shown; whether there was one.
  private mutating func changesSignIn(_ change: (inout SignInDialog) -> Void) -> Bool {
    switch dialog {
    case .signIn(var signIn):
      change(&signIn)
      dialog = .signIn(signIn)
    case .quit(var question):
      change(&question.signIn)
      dialog = .quit(question)
    default: return false
    }
    return true
  }
}

extension SignInDialog {
  /// Takes a step; a link for the browser on this machine opens by itself.
  fileprivate mutating func take(_ next: SignInStep) -> DashboardEffect? {
    switch next {
    case .waitingForOther(let sentence):
      step = .waitingForOther(sentence: PrintableText.sanitized(sentence))
    case .openLink(let link), .openAnywhere(let link):
      step = .openLink(PrintableText.sanitized(link))
      if method == .browser { return .openLink(PrintableText.sanitized(link)) }
    case .enterCode(let code, let link, let until):
      step = .enterCode(
        code: PrintableText.sanitized(code), link: PrintableText.sanitized(link), until: until)
    case .notice(let text): notices.append(PrintableText.shortened(text, to: 200))
    case .finishing: step = .finishing
    }
    return nil
  }
}
