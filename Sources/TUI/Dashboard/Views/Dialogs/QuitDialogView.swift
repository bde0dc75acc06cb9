import EngineCore
import TUIKit

/// Asks before something ends: a sign-in by leaving, or a run that was stopped.
enum QuitDialogView {
  static func draw(_ canvas: inout Canvas, _ question: QuitDialog, _ context: ViewContext) {
    let room = DialogView.room(canvas, 60)
    var lines = [StyledLine("Leaving now ends:"), StyledLine()]
    lines += LineWrap.lines("the sign-in of \(question.signIn.label)", width: room - 2)
      .map { StyledLine("  \($0)", .title) }
    ask(
      "Leave swop", lines, yes: "leave", no: "Stay", note: "\(context.enter) or Esc", room,
      &canvas, context)
  }

  static func draw(
    _ canvas: inout Canvas, stopped question: StoppedRunDialog, _ context: ViewContext
  ) {
    let room = DialogView.room(canvas, 60)
    let run = question.run.map { " (run \($0))" } ?? ""
    let lines = LineWrap.lines("codex on \(question.label)\(run) was stopped.", width: room)
      .map { StyledLine($0) }
    ask(
      "Stopped run", lines, yes: "end it", no: "Go on", note: context.enter, room, &canvas,
      context)
  }

  private static func ask(
    _ title: String, _ lines: [StyledLine], yes word: String, no: String, note: String, _ room: Int,
    _ canvas: inout Canvas, _ context: ViewContext
  ) {
    var yes = StyledLine("y", .key)
    yes.append("  \(word)", .dialogDanger)
    let choices = yes + StyledLine("      ") + context.button(no) + StyledLine("  \(note)", .muted)
    DialogBox(
      title: title, lines: lines, choices: choices, isDangerous: true, width: min(room, 48),
      spots: [.confirm(columns: yes.width)]
    ).draw(&canvas, context)
  }
}
