import Engine
import EngineCore
import TUIKit

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
