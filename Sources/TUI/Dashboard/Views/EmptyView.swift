import Engine
import EngineCore
import TUIKit

/// The screen without accounts: still reading, unreadable, or none yet.
enum EmptyView {
  static func draw(_ canvas: inout Canvas, _ context: ViewContext) {
    let frame = PanelFrame(canvas.area)
    HeaderView.draw(&canvas, frame.header, context)
    canvas.rule(frame.rule, context.glyphs)
    HintsView.draw(&canvas, frame.hints, context)
    let lines = lines(context, frame.body.size)
    let top = max(0, (frame.body.rows - lines.count) / 2)
    let isMenu = lines.contains { $0.text.hasPrefix("  ") }
    let widest = lines.filter { $0.text.hasPrefix("  ") }.map(\.width).max() ?? 0
    for (row, line) in lines.enumerated() where top + row < frame.body.rows {
      let line = line.cut(to: frame.body.columns, glyphs: context.glyphs)
      let width = isMenu && line.text.hasPrefix("  ") ? widest : line.width
      canvas.put(
        line, column: max(0, (frame.body.columns - width) / 2), row: frame.body.row + top + row)
    }
  }

  private static func lines(_ context: ViewContext, _ size: Size) -> [StyledLine] {
    switch context.state.accounts.knowledge {
    case .loading: [loading(context)]
    case .failed(let report): failed(report, context, size.columns)
    case .known: empty(context, size)
    }
  }

  private static func loading(_ context: ViewContext) -> StyledLine {
    guard let progress = context.state.progress, context.spinner(progress) != nil else {
      return StyledLine("reading the accounts", .muted)
    }
    return context.words(progress)
  }

  private static func failed(
    _ report: ErrorReport, _ context: ViewContext, _ width: Int
  ) -> [StyledLine] {
    let room = max(20, min(72, width - 4))
    var lines = [StyledLine("The accounts cannot be read", .stateExpired), StyledLine()]
    lines += LineWrap.lines(report.message, width: room).map { StyledLine($0) }
    lines += LineWrap.lines(report.remedy ?? "", width: room).map { StyledLine($0, .muted) }
    return lines + [StyledLine(), context.hint(.refreshAll, "try again")]
  }

  private static func empty(_ context: ViewContext, _ size: Size) -> [StyledLine] {
    let isLow = size.rows < 9
    var lines = [StyledLine("No accounts yet", .title)]
    if !isLow { lines.append(StyledLine()) }
    let older = context.state.accounts.older
    if !older.isEmpty {
      let room = max(20, min(72, size.columns - 4))
      lines += LineWrap.lines(OlderAccountsText.sentence(older), width: room)
        .map { StyledLine($0, .stateLow) }
      lines.append(StyledLine(OlderAccountsText.remedy))
      if !isLow { lines.append(StyledLine()) }
    } else if size.columns >= 60 {
      lines.append(StyledLine("swop keeps every Codex sign-in in a sandbox of its own.", .muted))
      if !isLow { lines.append(StyledLine()) }
    }
    let menu: [(DashboardCommand, String)] = [
      (.accountAdd, "add an account and sign in"),
      (.accountImport, "import an existing sign-in"),
      (.help, "help"), (.quit, "quit"),
    ]
    for (command, word) in menu {
      var line = StyledLine("  ")
      line.append(DisplayWidth.padded(context.way(to: command), to: 3), .key)
      let hasFound = command == .accountImport && context.state.adoptable != nil
      line.append(hasFound ? "import ~/.codex/auth.json" : word)
      if hasFound, let found = context.state.adoptable, found.contains("@") {
        line.append("  (\(found))", .muted)
      }
      lines.append(line)
    }
    return lines
  }
}

/// A window that shows nothing but that it is too small.
enum TooSmallView {
  static func draw(_ canvas: inout Canvas, _ context: ViewContext) {
    let size = context.state.size
    let minimum = Density.minimum
    let lines = [
      StyledLine(" swop needs \(minimum.columns)x\(minimum.rows)", .title),
      StyledLine(" this window is \(size.columns)x\(size.rows)"),
      StyledLine(),
      StyledLine(" \(context.way(to: .quit))", .key) + StyledLine(" quit", .muted),
    ]
    let shown = size.rows >= 4 ? lines : [lines[0], lines[3]]
    for (row, line) in shown.enumerated() {
      canvas.line(line, in: canvas.area, row: row, context.glyphs)
    }
  }
}
