import Engine
import EngineKernel
import TUIKit

/// The last events, the newest first.
enum EventsView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    canvas.addRegion(area, name: ClickTarget.focus(.events).region)
    let log = context.state.events
    guard !log.entries.isEmpty else {
      canvas.line(StyledLine(" nothing happened yet", .muted), in: area, context.glyphs)
      return
    }
    // The newest stands first.
    let last = log.entries.count - 1
    let chosen = context.state.focus == .events ? log.cursor : nil
    let first = Scroll.first(
      selected: chosen.map { last - $0 }, count: log.entries.count, rows: area.rows)
    let lines = Lines(context, width: area.columns)
    for row in 0..<min(area.rows, log.entries.count - first) {
      let place = last - first - row
      let rect = Rect(column: area.column, row: area.row + row, columns: area.columns, rows: 1)
      let isChosen = place == chosen
      canvas.line(lines.line(log.entries[place], isChosen: isChosen), in: rect, context.glyphs)
      canvas.addRegion(rect, name: ClickTarget.event(place).region)
      guard isChosen else { continue }
      canvas.select(rect)
      canvas.setCursor(column: rect.column, row: rect.row)
    }
  }

  /// Makes lines of events.
  struct Lines {
    private let context: ViewContext
    private let subject: Int
    private let isNarrow: Bool
    private let search: SearchTerm?

    init(_ context: ViewContext, width: Int, search: String = "") {
      self.context = context
      isNarrow = width < 66
      let labels = context.state.accounts.entries.reduce(5) { max($0, TextWidth.of($1.label)) }
      subject = min(labels, width < 110 ? 12 : 20)
      self.search = search.isEmpty ? nil : SearchTerm(search)
    }

    func line(_ event: EngineEvent, isChosen: Bool) -> StyledLine {
      let glyphs = context.glyphs
      let parts = EventLine(
        event, state: event.account.flatMap { context.entry($0)?.snapshot.state }, glyphs: glyphs,
        clock: context.clock)
      let time = isNarrow || context.clock.isCalm ? String(parts.time.dropLast(3)) : parts.time
      var line = StyledLine(isChosen ? glyphs.selection : " ", .key)
      line.append(time, .muted)
      line.append((isNarrow ? " " : "  ") + parts.sign, parts.role)
      let name = DisplayWidth.cut(parts.subject, to: subject, ellipsis: glyphs.ellipsis)
      line.append(" ")
      line.append(found(isNarrow ? name : DisplayWidth.padded(name, to: subject)))
      line.append(isNarrow ? " " : "  ")
      line.append(found(parts.sentence))
      return line
    }

    private func found(_ text: String) -> StyledLine {
      guard let search else { return StyledLine(text) }
      let ranges = search.ranges(in: text)
      guard !ranges.isEmpty else { return StyledLine(text) }
      var line = StyledLine()
      for (index, character) in text.enumerated() {
        let isFound = ranges.contains { $0.contains(index) }
        line.append(String(character), isFound ? Style(.match, [.underline]) : .plain)
      }
      return line
    }
  }
}
