import EngineCore
import TUIKit

/// The steps of a sign-in: what to open, what to enter, how long there is.
enum SignInDialogView {
  static func draw(_ canvas: inout Canvas, _ signIn: SignInDialog, _ context: ViewContext) {
    let room = DialogView.room(canvas, 72)
    let rows = canvas.area.rows
    var lines = steps(signIn, room, rows, context)
    lines += signIn.notices.suffix(2).flatMap { notice in
      LineWrap.lines(notice, width: room).map { StyledLine($0, .muted) }
    }
    if signIn.runs > 0 {
      let runs = "\(signIn.runs) run\(signIn.runs == 1 ? "" : "s")"
      let words = "\(runs) on it keep\(signIn.runs == 1 ? "s" : "") the old session until the end"
      lines += LineWrap.lines(words, width: room).map { StyledLine($0, .stateLow) }
    }
    if !lines.isEmpty { lines.append(StyledLine()) }
    lines += last(signIn, room, context)
    let title: String =
      switch signIn.purpose {
      case .adding(let label): "Add \(label)"
      case .renewing: "Sign in to \(signIn.label)"
      }
    DialogBox(title: title, lines: lines, width: room).draw(&canvas, context)
  }

  private static func steps(
    _ signIn: SignInDialog, _ room: Int, _ rows: Int, _ context: ViewContext
  ) -> [StyledLine] {
    let side = context.keys([
      (context.key(.signInOpen), "open"), (context.key(.signInCopy), "copy"),
    ])
    let other = signIn.method == .device ? "use a browser" : "use a code"
    let browser = context.keys([(context.key(.signInBrowser), other)])
    switch signIn.step {
    case .starting, .finishing: return []
    case .waitingForOther(let sentence):
      return LineWrap.lines("another sign-in has to end first: \(sentence)", width: room)
        .map { StyledLine($0, .stateWaiting) }
    case .enterCode(let code, let link, _):
      return row("1  open   ", link, side, room) + row("2  enter  ", code, browser, room)
    case .openLink(let link):
      let intro = "Confirm in the browser. If none opened, open this link:"
      let above = LineWrap.lines(intro, width: room).map { StyledLine($0) }
      // Frame, keys, and what comes last take seven rows; a link is never shown in part.
      let parts = LineWrap.lines(link, width: room)
      let fits = parts.count + above.count + 7 <= rows
      let shown =
        fits
        ? parts.map { StyledLine($0, .key) }
        : [StyledLine("too long for this window, ") + context.hint(.signInCopy, "copies")]
      return above + shown + [StyledLine(), side + StyledLine("    ") + browser]
    case .failed(let report):
      return LineWrap.lines(report.message, width: room).map { StyledLine($0, .stateExpired) }
        + LineWrap.lines(report.remedy ?? "", width: room).map { StyledLine($0, .muted) }
    }
  }

  /// A step with its keys at the right, or below it where there is no room for them.
  private static func row(
    _ step: String, _ value: String, _ keys: StyledLine, _ room: Int
  ) -> [StyledLine] {
    let name = StyledLine(step, .muted)
    guard name.width + DisplayWidth.of(value) <= room else {
      return apart(name, keys, room)
        + LineWrap.lines(value, width: room).map { StyledLine($0, .title) }
    }
    return apart(name + StyledLine(value, .title), keys, room)
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
      let progress = Progress("", startedAt: signIn.startedAt)
      line.append(context.spinner(progress) ?? " ", .key)
      switch signIn.step {
      case .starting: line.append(" asking for a sign-in", .muted)
      case .finishing: line.append(" signed in, putting it in place", .stateReady)
      case .waitingForOther: line.append(" waiting", .muted)
      case .openLink, .failed: line.append(" waiting for you to confirm", .muted)
      case .enterCode(_, _, let until):
        let all = until.timeIntervalSince(signIn.startedAt)
        let time = [elapsed, all].map { DurationText.clock(seconds: $0) }.joined(separator: " of ")
        let end = context.state.mode.isQuiet ? "" : ", \(time)"
        let words = " waiting for you to confirm" + end
        line.append(line.width + words.count <= room ? words : " waiting" + end, .muted)
      }
      cancel = context.keys([("Esc", "cancel")])
    }
    return apart(line, cancel, room)
  }
}
