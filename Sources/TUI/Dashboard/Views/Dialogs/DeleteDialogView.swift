import EngineKernel
import TUIKit

/// Asks before an account goes to the trash: what is lost, and how it comes back.
enum DeleteDialogView {
  static func draw(_ canvas: inout Canvas, _ question: DeleteDialog, _ context: ViewContext) {
    let isNarrow = canvas.area.columns < 76
    var lines = [ask(question), StyledLine()]
    lines += facts(question, isNarrow: isNarrow, context).map { name, value in
      StyledLine("  " + DisplayWidth.padded(name, to: 10), .muted) + value
    }
    var yes = StyledLine("y", .key)
    yes.append("  delete", .dialogDanger)
    let keep = context.button("Keep") + StyledLine("  \(context.enter) or Esc", .muted)
    let choices = question.mayDelete ? yes + StyledLine("      ") + keep : keep
    DialogBox(
      title: "Delete account \(question.number)", lines: lines, choices: choices,
      isDangerous: true, width: isNarrow ? 0 : 66,
      spots: question.mayDelete ? [.confirm(columns: yes.width)] : []
    ).draw(&canvas, context)
  }

  private static func ask(_ question: DeleteDialog) -> StyledLine {
    var line = StyledLine("Remove ")
    line.append(question.label, .title)
    if let email = question.email { line.append(" (\(email))", .muted) }
    line.append(" from swop?")
    return line
  }

  private static func facts(
    _ question: DeleteDialog, isNarrow: Bool, _ context: ViewContext
  ) -> [(String, StyledLine)] {
    var facts: [(String, StyledLine)] = []
    if !question.sandbox.isEmpty {
      let size = question.bytes.map { ", \(ByteText.text($0))" } ?? ""
      facts.append(
        ("sandbox", StyledLine(question.sandbox + size + (isNarrow ? "" : ", moves to the trash"))))
    }
    if question.mayDelete {
      facts.append(("runs", StyledLine("none in progress")))
    } else {
      let one = question.liveRuns == 1
      let words = "\(question.liveRuns) in progress, end \(one ? "it" : "them") first"
      facts.append(("runs", StyledLine(words, .stateExpired)))
    }
    if question.mayDelete {
      var restore = StyledLine(context.way(to: .undo), .key)
      restore.append(" within 10 s")
      if !isNarrow {
        restore.append(", or  ")
        restore.append("swop trash restore \(ShellWord.quoted(question.label))", .title)
        restore.append("  for 30 days")
      }
      facts.append(("restore", restore))
    }
    return facts
  }
}
