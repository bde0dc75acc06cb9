import EngineCore
import TUIKit

/// Asks before an account goes to the trash: what is lost, and how it comes back.
enum DeleteDialogView {
  static func draw(_ canvas: inout Canvas, _ question: DeleteDialog, _ context: ViewContext) {
    let isNarrow = canvas.area.columns < 76
    var lines = [ask(question), StyledLine()]
    let isLow = canvas.area.rows < 14
    lines += facts(question, isNarrow: isNarrow, isLow: isLow, context).map { name, value in
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
    _ question: DeleteDialog, isNarrow: Bool, isLow: Bool, _ context: ViewContext
  ) -> [(String, StyledLine)] {
    // What a narrow window has no columns for stands on a line of its own, if there are rows.
    let isFolded = isNarrow && !isLow && question.mayDelete
    var facts: [(String, StyledLine)] = []
    if isNarrow, isLow, question.mayDelete {
      facts.append(("sandbox", StyledLine("to the trash for 30 days")))
    } else if !question.sandbox.isEmpty {
      let size = question.bytes.map { ", \(ByteText.text($0))" } ?? ""
      facts.append(
        ("sandbox", StyledLine(question.sandbox + size + (isNarrow ? "" : ", moves to the trash"))))
      if isFolded { facts.append(("", StyledLine("moves to the trash for 30 days"))) }
    }
    if question.mayDelete {
      facts.append(("runs", StyledLine("none in progress")))
    } else {
      let them = question.liveRuns == 1 ? "it" : "them"
      let words = "\(question.liveRuns) in progress, end \(them)" + (isLow ? "" : " first")
      facts.append(("runs", StyledLine(words, .stateExpired)))
    }
    if question.mayDelete {
      var restore = StyledLine(context.way(to: .undo), .key)
      restore.append(" within 10 s")
      let command = StyledLine("swop trash restore \(ShellWord.quoted(question.label))", .title)
      if !isNarrow {
        restore = restore + StyledLine(", or  ") + command + StyledLine("  for 30 days")
      }
      if isFolded { restore.append(", or") }
      facts.append(("restore", restore))
      if isFolded { facts.append(("", command)) }
    }
    return facts
  }
}
