import Engine
import EngineCore
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
    let list = RowList(count: log.entries.count, chosen: chosen.map { last - $0 })
    let lines = Lines(context, width: list.width(in: area))
    list.draw(
      on: &canvas, in: area, glyphs: context.glyphs,
      name: { ClickTarget.event(last - $0).region },
      line: { lines.line(log.entries[last - $0], isChosen: $1) })
  }

  /// Makes lines of events.
  struct Lines {
    private let context: ViewContext
    private let subject: Int
    private let isNarrow: Bool
    private let width: Int
    private let search: SearchTerm?

    init(_ context: ViewContext, width: Int, search: String = "") {
      self.context = context
      self.width = width
      isNarrow = width < 66
      subject = min(max(5, context.state.accounts.facts.label), width < 110 ? 12 : 20)
      self.search = search.isEmpty ? nil : SearchTerm(search)
    }

    func line(_ event: EngineEvent, isChosen: Bool) -> StyledLine {
      let glyphs = context.glyphs
      let parts = EventLine(
        event, state: event.account.flatMap { context.entry($0)?.snapshot.state }, glyphs: glyphs,
        clock: context.clock, relogin: context.key(.accountRelogin))
      let time = isNarrow || context.clock.isCalm ? String(parts.time.dropLast(3)) : parts.time
      var line = StyledLine(isChosen ? glyphs.selection : " ", .key)
      line.append(time, .muted)
      line.append((isNarrow ? " " : "  ") + parts.sign, parts.role)
      let name = DisplayWidth.cut(parts.subject, to: subject, ellipsis: glyphs.ellipsis)
      line.append(" ")
      line.append(found(isNarrow ? name : DisplayWidth.padded(name, to: subject)))
      line.append(isNarrow ? " " : "  ")
      let room = width - line.width
      let sentence = ShortPaths.fitting(parts.sentence, width: room, ellipsis: glyphs.ellipsis)
      line.append(found(Self.fitted(sentence, to: room)))
      return line
    }

    /// The sentence without what it can spare: that a request is one, its last clauses, how far it was.
    static func fitted(_ sentence: String, to room: Int) -> String {
      guard DisplayWidth.of(sentence) > room else { return sentence }
      let short = sentence.replacing("request moved", with: "moved")
      let fitted = Clauses.fitting(short, width: room)
      guard DisplayWidth.of(fitted) > room else { return fitted }
      return fitted.replacing(" before the first byte", with: "")
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
