import EngineCore
import TUIKit

/// Asks for the file and the label of a sign-in that exists already.
enum ImportDialogView {
  static func draw(_ canvas: inout Canvas, _ question: ImportDialog, _ context: ViewContext) {
    let room = DialogView.room(canvas, 64)
    func name(_ text: String, _ field: ImportDialog.Field) -> StyledLine {
      let isFocused = question.field == field
      return StyledLine(isFocused ? "\(context.glyphs.pointer) " : "  ", .key)
        + StyledLine(DisplayWidth.padded(text, to: 7), isFocused ? .title : .muted)
    }
    var lines = [name("File", .path), name("Label", .label), StyledLine()]
    let words = question.complaint ?? "The file is copied; whoever uses it now keeps it."
    lines += LineWrap.lines(words, width: room).map {
      StyledLine($0, question.complaint == nil ? .muted : .stateExpired)
    }
    DialogBox(
      title: "Import a sign-in", lines: lines,
      choices: context.keys([("Tab", "next"), (context.enter, "import"), ("Esc", "cancel")]),
      width: room,
      fields: [
        .init(line: 0, column: 9, text: question.path, isFocused: question.field == .path),
        .init(line: 1, column: 9, text: question.label, isFocused: question.field == .label),
      ]
    ).draw(&canvas, context)
  }
}
