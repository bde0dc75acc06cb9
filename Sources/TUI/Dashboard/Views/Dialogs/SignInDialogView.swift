import EngineKernel
import TUIKit

/// The steps of a sign-in: what to open, what to enter, how long there is.
enum SignInDialogView {
  static func draw(_ canvas: inout Canvas, _ signIn: SignInDialog, _ context: ViewContext) {
    let room = DialogView.room(canvas, 72)
    var lines = steps(signIn, room, context)
    lines += signIn.notices.suffix(2).flatMap { notice in
      LineWrap.lines(notice, width: room).map { StyledLine($0, .muted) }
    }
    if signIn.runs > 0 {
      let runs = "\(signIn.runs) run\(signIn.runs == 1 ? "" : "s")"
      let words = "\(runs) on it keep\(signIn.runs == 1 ? "s" : "") the old session until the end"
      lines += LineWrap.lines(words, width: room).map { StyledLine($0, .stateLow) }
    }
    lines.append(StyledLine())
    lines += last(signIn, room, context)
    let title: String =
      switch signIn.purpose {
      case .adding(let label): "Add \(label)"
      case .renewing: "Sign in to \(signIn.label)"
      }
    DialogBox(title: title, lines: lines, width: room).draw(&canvas, context)
  }

  private static func steps(
    _ signIn: SignInDialog, _ room: Int, _ context: ViewContext
  ) -> [StyledLine] {
    let side = context.keys([
      (context.key(.signInOpen) ?? "o", "open"), (context.key(.signInCopy) ?? "c", "copy"),
    ])
    let other = signIn.method == .device ? "use a browser" : "use a code"
    let browser = context.keys([(context.key(.signInBrowser) ?? "b", other)])
    switch signIn.step {
    case .starting: return [StyledLine("asking for a sign-in", .muted)]
    case .waitingForOther(let purpose):
      return LineWrap.lines("another sign-in has to end first: \(purpose)", width: room)
        .map { StyledLine($0, .stateWaiting) }
    case .enterCode(let code, let link, _):
      return row("1  open   ", link, side, room) + row("2  enter  ", code, browser, room)
    case .openLink(let link):
      let lines = LineWrap.lines(link, width: room).prefix(4).map { StyledLine($0, .key) }
      return [StyledLine("Confirm in the browser. If none opened, open this link:")] + lines
        + [StyledLine(), side + StyledLine("    ") + browser]
    case .finishing: return [StyledLine("signed in, putting it in place", .stateReady)]
    case .failed(let report):
      return LineWrap.lines(report.message, width: room).map { StyledLine($0, .stateExpired) }
        + LineWrap.lines(report.remedy ?? "", width: room).map { StyledLine($0, .muted) }
    }
  }

  /// A step with its keys at the right, or below it where there is no room for them.
  private static func row(
    _ step: String, _ value: String, _ keys: StyledLine, _ room: Int
  ) -> [StyledLine] {
    var line = StyledLine(step, .muted)
    line.append(value, .title)
    return apart(line, keys, room)
  }

  /// Two parts at the ends of one line, or at the right ends of two.
  private static func apart(
    _ left: StyledLine, _ right: StyledLine, _ room: Int
  ) -> [StyledLine] {
    let gap = room - left.width - right.width
    guard gap >= 2 else { return [left, right.padded(leadingTo: room)] }
    return [left + StyledLine(String(repeating: " ", count: gap)) + right]
  }

  private static func last(
    _ signIn: SignInDialog, _ room: Int, _ context: ViewContext
  ) -> [StyledLine] {
    let cancel: StyledLine
    var line = StyledLine()
    if case .failed = signIn.step {
      cancel = context.keys([(context.enter, "try again"), ("Esc", "close")])
    } else {
      let elapsed = context.state.now.timeIntervalSince(signIn.startedAt)
      let isQuiet = context.state.mode.isQuiet
      let sign = Spinner.sign(elapsed: elapsed, glyphs: context.glyphs, isCalm: isQuiet)
      line.append(sign, .key)
      line.append(" waiting for you to confirm", .muted)
      if !isQuiet, case .enterCode(_, _, let until) = signIn.step {
        let all = until.timeIntervalSince(signIn.startedAt)
        line.append(
          ", \(DurationText.clock(seconds: elapsed)) of \(DurationText.clock(seconds: all))", .muted
        )
      }
      switch signIn.step {
      case .starting, .finishing, .waitingForOther: line = StyledLine(sign, .key)
      case .enterCode, .openLink, .failed: break
      }
      cancel = context.keys([("Esc", "cancel")])
    }
    return apart(line, cancel, room)
  }
}
