import EngineCore
import TUIKit

/// What a run is started with: directory, arguments, conversation, rotation.
enum RunOptionsView {
  static func draw(_ canvas: inout Canvas, _ options: RunOptionsDialog, _ context: ViewContext) {
    if let row = options.picking {
      drawPicker(&canvas, options, row: row, context)
      return
    }
    let room = DialogView.room(canvas, 72)
    let label = 16
    func name(_ text: String, _ field: RunOptionsDialog.Field) -> StyledLine {
      let isFocused = options.field == field
      return StyledLine(isFocused ? "\(context.glyphs.pointer) " : "  ", .key)
        + StyledLine(DisplayWidth.padded(text, to: label - 2), isFocused ? .title : .muted)
    }
    var lines = [
      name("Directory", .directory), name("Arguments", .arguments),
      name("Conversation", .conversation) + conversation(options, room - label, context),
      name("Rotation", .rotation) + rotation(options, room - label, context),
    ]
    lines.append(StyledLine())
    let command = "codex \(options.arguments.text)".trimmed
    lines += LineWrap.lines(options.complaint ?? "runs \(command)", width: room).prefix(2).map {
      StyledLine($0, options.complaint == nil ? .muted : .stateExpired)
    }
    DialogBox(
      title: "Run codex on \(options.label)", lines: lines,
      choices: context.keys([("Tab", "next"), (context.enter, verb(options)), ("Esc", "cancel")]),
      width: room,
      fields: [
        .init(
          line: 0, column: label, text: options.directory, isFocused: options.field == .directory),
        .init(
          line: 1, column: label, text: options.arguments, isFocused: options.field == .arguments),
      ]
    ).draw(&canvas, context)
  }

  private static func verb(_ options: RunOptionsDialog) -> String {
    options.field == .conversation ? "choose" : "run"
  }

  private static func conversation(
    _ options: RunOptionsDialog, _ room: Int, _ context: ViewContext
  ) -> StyledLine {
    guard let chosen = options.conversation else {
      return StyledLine("a new one", options.field == .conversation ? .title : .text)
    }
    return StyledLine(
      DisplayWidth.cut(chosen.title, to: room, ellipsis: context.glyphs.ellipsis), .title)
  }

  private static func rotation(
    _ options: RunOptionsDialog, _ width: Int, _ context: ViewContext
  ) -> StyledLine {
    // The three words with their marks take 28 columns.
    let isNarrow = width < 28
    let words: [(RunOptionsDialog.Rotation, String)] = [
      (.asConfigured, isNarrow ? "as set" : "as configured"), (.on, "on"), (.off, "off"),
    ]
    return words.enumerated().reduce(into: StyledLine()) { line, word in
      if word.offset > 0 { line.append(isNarrow ? " " : "  ") }
      let isChosen = word.element.0 == options.rotation
      line.append(isChosen ? "\(context.glyphs.pointer) " : "  ", .key)
      line.append(word.element.1, isChosen ? .title : .muted)
    }
  }

  // MARK: - The conversations

  private static func drawPicker(
    _ canvas: inout Canvas, _ options: RunOptionsDialog, row: Int, _ context: ViewContext
  ) {
    let room = DialogView.room(canvas, 84)
    let rows = max(3, min(14, canvas.area.rows - 8))
    let all = [StyledLine("a new conversation")] + conversations(options, room - 2, context)
    let list = RowList(count: all.count, chosen: row)
    var lines: [StyledLine] = []
    var spots: [DialogBox.Spot] = []
    for index in list.seen(in: rows) {
      let line = all[index]
      let mark = index == row ? StyledLine("\(context.glyphs.pointer) ", .key) : StyledLine("  ")
      spots.append(.line(lines.count, .listRow(index)))
      lines.append(
        mark + (index == row ? line.mapStyles { Style($0.role == .text ? .title : $0.role) } : line)
      )
    }
    let seen = lines.indices
    if options.conversations == nil {
      lines.append(StyledLine("  reading the conversations", .muted))
    }
    if options.conversations?.isEmpty == true {
      lines.append(StyledLine("  there are none yet", .muted))
    }
    DialogBox(
      title: "Continue a conversation", lines: lines,
      choices: context.keys([(context.enter, "choose"), ("Esc", "back")]), width: room,
      spots: spots,
      list: (seen, list)
    ).draw(&canvas, context)
  }

  private static func conversations(
    _ options: RunOptionsDialog, _ room: Int, _ context: ViewContext
  ) -> [StyledLine] {
    (options.conversations ?? []).map { conversation in
      let age = DisplayWidth.padded(leading: context.clock.ago(conversation.usedAt), to: 8)
      let glyphs = context.glyphs
      let place = room >= 60 ? 22 : 0
      let title = room - age.count - 2 - (place > 0 ? place + 2 : 0)
      var line = StyledLine(
        DisplayWidth.padded(
          DisplayWidth.cut(conversation.title, to: title, ellipsis: glyphs.ellipsis), to: title))
      if place > 0 {
        let directory = DisplayWidth.cut(
          conversation.directory, to: place, ellipsis: glyphs.ellipsis)
        line.append("  " + DisplayWidth.padded(directory, to: place), .muted)
      }
      line.append("  \(age)", .muted)
      return line
    }
  }
}

extension String {
  /// Itself without spaces at the end.
  fileprivate var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
