import Engine
import EngineCore
import TUIKit

/// The dialog on top of the screen.
enum DialogView {
  static func draw(_ canvas: inout Canvas, _ dialog: Dialog, _ context: ViewContext) {
    switch dialog {
    case .delete(let question): DeleteDialogView.draw(&canvas, question, context)
    case .signIn(let signIn): SignInDialogView.draw(&canvas, signIn, context)
    case .add(let input): LabelDialogView.draw(&canvas, adding: input, context)
    case .rename(let question): LabelDialogView.draw(&canvas, renaming: question, context)
    case .importing(let question): ImportDialogView.draw(&canvas, question, context)
    case .runOptions(let options): RunOptionsView.draw(&canvas, options, context)
    case .why(let why): WhyDialogView.draw(&canvas, why, context)
    case .quit(let question): QuitDialogView.draw(&canvas, question, context)
    case .stoppedRun(let question): QuitDialogView.draw(&canvas, stopped: question, context)
    case .help(let list): CommandListView.draw(&canvas, list, isPalette: false, context)
    case .palette(let list): CommandListView.draw(&canvas, list, isPalette: true, context)
    case .fault(let fault): FaultDialogView.draw(&canvas, fault, context)
    }
  }

  /// Columns a dialog's lines may take.
  static func room(_ canvas: Canvas, _ wanted: Int) -> Int {
    max(10, min(wanted, canvas.area.columns - 6))
  }
}

/// Something that cannot be mended here.
enum FaultDialogView {
  static func draw(_ canvas: inout Canvas, _ fault: FaultDialog, _ context: ViewContext) {
    let room = DialogView.room(canvas, 64)
    var lines = LineWrap.lines(fault.report.message, width: room).map { StyledLine($0) }
    if let remedy = fault.report.remedy {
      lines.append(StyledLine())
      lines += LineWrap.lines(remedy, width: room).map { StyledLine($0, .muted) }
    }
    DialogBox(
      title: "Something went wrong", lines: lines, choices: context.button("Close"),
      isDangerous: true, width: min(room, 40)
    ).draw(&canvas, context)
  }
}

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

/// Asks for the label of a new account, or for another one.
enum LabelDialogView {
  static func draw(_ canvas: inout Canvas, adding input: LabelDialog, _ context: ViewContext) {
    draw(
      &canvas, title: "Add an account", input, verb: "sign in",
      hint: "A short name: work, home, lab-2.", context)
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
    let words = question.complaint ?? "The file is copied; the original stays where it is."
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

/// Every account's place in automatic choice, and the reason.
enum WhyDialogView {
  static func draw(_ canvas: inout Canvas, _ why: WhyDialog, _ context: ViewContext) {
    let room = DialogView.room(canvas, 90)
    var lines = LineWrap.lines(why.sentence, width: room).prefix(3).map { StyledLine($0, .title) }
    if let warning = why.warning {
      lines += LineWrap.lines(warning, width: room).prefix(2).map { StyledLine($0, .stateLow) }
    }
    lines.append(StyledLine())
    let name = min(20, why.lines.reduce(7) { max($0, TextWidth.of($1.label)) })
    let rows = max(1, canvas.area.rows - lines.count - 6)
    let first = max(0, min(why.scroll, why.lines.count - rows))
    // The list has no chosen row: what is in the middle counts as one.
    let list = RowList(count: why.lines.count, chosen: first + rows / 2)
    let start = lines.count
    for index in list.seen(in: rows) {
      lines.append(line(why.lines[index], name: name, room, context))
    }
    let strategy = StyledLine("strategy \(why.strategy)    ", .muted)
    DialogBox(
      title: "Which account is best", lines: lines.map { $0.cut(to: room, glyphs: context.glyphs) },
      choices: strategy + context.keys([("Esc", "close")]), width: min(room, 60),
      list: (start..<lines.count, list)
    ).draw(&canvas, context)
  }

  private static func line(
    _ line: WhyDialog.Line, name: Int, _ room: Int, _ context: ViewContext
  ) -> StyledLine {
    let state = context.state.accounts[line.id]?.snapshot.state ?? .unknown
    let label = DisplayWidth.cut(line.label, to: name, ellipsis: context.glyphs.ellipsis)
    var text = StyledLine(DisplayWidth.padded(leading: "\(line.rank)", to: 3) + " ", .muted)
    text.append(context.glyphs.glyph(state), DashboardRoles.state(state))
    text.append(" " + DisplayWidth.padded(label, to: name), line.isViable ? .title : .muted)
    let reason = Clauses.fittingWithoutAsides(line.reason, width: room - text.width - 2)
    text.append("  " + reason, line.isViable ? .text : .muted)
    return text
  }
}
