package import EngineCore

/// Shows the steps of a sign-in on standard error: the link, the code, the time that is left.
package actor SignInDisplay {
  private let invocation: Invocation
  private let opensBrowser: Bool
  private var countdown: Task<Void, Never>?

  /// A display for one sign-in.
  ///
  /// - Parameters:
  ///   - invocation: where to show it.
  ///   - opensBrowser: whether links may be opened in a browser here.
  package init(_ invocation: Invocation, opensBrowser: Bool) {
    self.invocation = invocation
    self.opensBrowser = opensBrowser
  }

  /// Shows a step.
  package func show(_ step: SignInStep) async {
    await finish()
    switch step {
    case .waitingForOther(let sentence):
      invocation.note("swop: \(PrintableText.sanitized(sentence)) Waiting for it to finish …")
    case .notice(let sentence):
      invocation.note("swop: \(PrintableText.sanitized(sentence))")
    case .openLink(let link):
      let link = PrintableText.sanitized(link)
      invocation.note("Open this address in a browser on this machine:")
      invocation.note("  \(link)")
      if opensBrowser { await BrowserOpener(invocation.environment).open(link) }
      invocation.note("Waiting for you to sign in there. Ctrl-C cancels; nothing is changed then.")
    case .openAnywhere(let link):
      invocation.note("1  Open this address in any browser and sign in:")
      invocation.note("  \(PrintableText.sanitized(link))")
      invocation.note(
        "2  The browser ends on a page that does not load (localhost). Copy its whole address.")
    case .enterCode(let code, let link, let until):
      invocation.note("1  open   \(PrintableText.sanitized(link))")
      invocation.note("2  enter  \(PrintableText.sanitized(code))")
      wait(until: until)
    case .finishing:
      invocation.note("Signed in.")
    }
  }

  /// Ends the countdown, if one runs, and its line.
  package func finish() async {
    countdown?.cancel()
    await countdown?.value
    countdown = nil
  }

  private func wait(until end: Date) {
    let environment = invocation.environment
    guard environment.canRedraw(environment.errors) else {
      let moment = ClockText.moment(end, in: environment.timeZone)
      invocation.note("Waiting for you to confirm, until \(moment).")
      return
    }
    countdown = Task {
      defer { environment.errors.write("\r\u{1B}[K") }
      while !Task.isCancelled {
        let left = max(0, end.timeIntervalSince(environment.time.now()))
        let text = "Waiting for you to confirm, \(Self.clock(left)) left. Ctrl-C cancels."
        environment.errors.write("\r\(text)\u{1B}[K")
        guard left > 0, (try? await environment.time.sleep(for: .seconds(1))) != nil else { return }
      }
    }
  }

  /// Minutes and seconds: `14:59`.
  private static func clock(_ seconds: Double) -> String {
    let total = Int(seconds.rounded(.up))
    let (minutes, rest) = (total / 60, total % 60)
    return "\(minutes):\(rest < 10 ? "0" : "")\(rest)"
  }
}
