import EngineCore
import TUIKit

/// Asks for the label of a new account, or for another one.
enum LabelDialogView {
  static func draw(_ canvas: inout Canvas, adding input: LabelDialog, _ context: ViewContext) {
    draw(
      &canvas, title: "Add an account", input, verb: "sign in",
      hint: "A short name of your own: work, home, lab-2.", context)
  }

  static func draw(
    _ canvas: inout Canvas, renaming question: RenameDialog, _ context: ViewContext
  ) {
    draw(
      &canvas, title: "Rename \(question.oldLabel)", question.input, verb: "rename",
      hint: "Its sandbox, history and runs stay as they are.", context)
  }

  private static func draw(
    _ canvas: inout Canvas, title: String, _ input: LabelDialog, verb: String, hint: String,
    _ context: ViewContext
  ) {
    let room = DialogView.room(canvas, 56)
    var lines = [StyledLine("Label  ", .muted), StyledLine()]
    if let complaint = input.complaint {
      lines += LineWrap.lines(complaint, width: room).map { StyledLine($0, .stateExpired) }
    } else {
      lines += LineWrap.lines(hint, width: room).map { StyledLine($0, .muted) }
    }
    DialogBox(
      title: title, lines: lines,
      choices: context.keys([(context.enter, verb), ("Esc", "cancel")]),
      width: room, fields: [.init(line: 0, column: 7, text: input.label, isFocused: true)]
    ).draw(&canvas, context)
  }
}
