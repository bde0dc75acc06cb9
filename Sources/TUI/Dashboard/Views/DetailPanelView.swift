import Engine
import EngineCore
import TUIKit

/// The chosen account at the right of the list, as much of it as there are rows for.
enum DetailPanelView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    canvas.addRegion(area, name: ClickTarget.focus(.detail).region)
    let inner = area.inset(columns: 1)
    guard let entry = context.state.selected else {
      return canvas.line(DetailView.absent(context), in: inner, context.glyphs)
    }
    for (row, line) in lines(entry, context, inner.size).enumerated() {
      canvas.line(line, in: inner, row: row, context.glyphs)
    }
    if context.state.focus == .detail { canvas.setCursor(column: inner.column, row: inner.row) }
  }

  /// Groups of lines with blank lines between, which go first where rows are short; then the last groups.
  private static func lines(
    _ entry: AccountEntry, _ context: ViewContext, _ size: Size
  ) -> [StyledLine] {
    var groups = [head(entry, context, size.columns)]
    groups += DetailView.windows(entry, context).map { $0.panel(width: size.columns) }
    groups.append(DetailView.extra(entry, context))
    let history = groups.count
    groups.append(self.history(entry, context, size.columns, rows: 1))
    let facts = DetailFacts.all(entry, context)
    groups.append(DetailFacts.lines(facts, width: size.columns))
    /// The rows that nothing needs.
    func spare() -> Int {
      size.rows - groups.joined().count - groups.count { !$0.isEmpty } + 1
    }
    // A panel with room to spare says facts to the end, and shows the last day higher.
    if spare() < 0 {
      groups[history + 1] = facts.map { name, value in
        let room = size.columns - DetailFacts.nameWidth
        return DetailFacts.line(name, Clauses.fitting(value, width: room, at: [", ", ": "]))
      }
    }
    let higher = min(4, spare())
    if higher > 0 { groups[history] = self.history(entry, context, size.columns, rows: 1 + higher) }
    if spare() > 2 {
      groups += DetailRoom.groups(entry, context, width: size.columns, rows: spare())
      let more = min(5, spare())
      if more > 0 {
        groups[history] = self.history(entry, context, size.columns, rows: 1 + higher + more)
      }
    }
    groups = groups.filter { !$0.isEmpty }
    while groups.count > 2, groups.joined().count > size.rows { groups.removeLast() }
    let hasGaps = size.rows - groups.joined().count >= groups.count - 1
    return Array(
      groups.enumerated().flatMap { index, group in
        index > 0 && hasGaps ? [StyledLine()] + group : group
      }.prefix(size.rows))
  }

  private static func head(
    _ entry: AccountEntry, _ context: ViewContext, _ width: Int
  ) -> [StyledLine] {
    let account = entry.snapshot
    let plan = account.planText
    let name = account.account.email ?? entry.label
    let cut = DisplayWidth.cut(
      name, to: max(4, width - plan.count - 1), ellipsis: context.glyphs.ellipsis)
    let gap = max(1, width - DisplayWidth.of(cut) - plan.count)
    var first = StyledLine(cut, .title)
    first.append(String(repeating: " ", count: gap) + plan, .muted)
    return [first] + state(entry, context, width)
  }

  private static func state(
    _ entry: AccountEntry, _ context: ViewContext, _ width: Int
  ) -> [StyledLine] {
    let account = entry.snapshot
    let role = DashboardRoles.state(account.state)
    let sign = StyledLine(context.glyphs.glyph(account.state) + " ", role)
    if let note = DetailNote.line(entry, context) {
      if entry.progress != nil || note.width + 2 <= width { return [sign + note] }
      let lines = LineWrap.lines(note.text, width: width - 2)
      return lines.enumerated().map {
        ($0 == 0 ? sign : StyledLine("  ")) + StyledLine($1, role)
      }
    }
    var words = account.stateText
    // Of two used-up windows the one that starts over last is what it waits for.
    if let window = account.reading?.usedUpWindows.max(by: { one, two in
      (one.resetsAt ?? .distantFuture) < (two.resetsAt ?? .distantFuture)
    }) {
      words += ": nothing left of the \(window.name) window"
    } else if account.state == .low, let window = account.reading?.lowWindow {
      let left = "\(Percent.text(left: window.leftPercent)) of the \(window.name) window left"
      words = left.count + 7 <= width ? "low: \(left)" : left
    } else if account.state == .inUse {
      words = "in use by \(account.liveRuns) run\(account.liveRuns == 1 ? "" : "s")"
    }
    return LineWrap.lines(words, width: width - 2).enumerated().map { index, words in
      (index == 0 ? sign : StyledLine("  ")) + StyledLine(words, role)
    }
  }

  private static func history(
    _ entry: AccountEntry, _ context: ViewContext, _ width: Int, rows: Int
  ) -> [StyledLine] {
    let day = LastDay(entry.history, now: context.state.now)
    guard entry.snapshot.showsWindows, !day.isEmpty else { return [] }
    var first = StyledLine("Last 24 h", .title)
    let peak =
      [day.peak(context.clock, at: ""), day.shortPeak].first {
        first.width + $0.count < width
      } ?? ""
    let gap = max(1, width - first.width - peak.count)
    first.append(String(repeating: " ", count: gap) + peak, .muted)
    return [first] + day.lines(width: width, rows: rows, glyphs: context.glyphs)
      + [axis(context, width)]
  }

  /// Times below the sparkline, as many as fit.
  private static func axis(_ context: ViewContext, _ width: Int) -> StyledLine {
    let now = context.state.now
    let steps = width >= 34 ? 4 : 2
    var text = ""
    for step in 0..<steps {
      text = DisplayWidth.padded(text, to: step * width / steps)
      text += context.clock.clock(now - Double(24 - step * 24 / steps) * 3_600)
    }
    return StyledLine(DisplayWidth.padded(text, to: width - 3) + "now", .muted)
  }
}

/// What a high panel tells beyond the account: whom automatic choice takes, and what happened last.
enum DetailRoom {
  /// So many events are shown at most.
  private static let mostEvents = 8

  /// The groups that fit into so many rows, a blank line before each; none of them is empty.
  static func groups(
    _ entry: AccountEntry, _ context: ViewContext, width: Int, rows: Int
  ) -> [[StyledLine]] {
    var groups: [[StyledLine]] = []
    var rest = rows
    let best = best(context)
    if best.count > 1, best.count + 1 < rest {
      groups.append(order(best, entry, context, width))
      rest -= best.count + 2
    }
    let events = events(of: entry, context, width, limit: min(mostEvents, rest - 2))
    return events.count > 1 ? groups + [events] : groups
  }

  /// The accounts that automatic choice would take, best first.
  private static func best(_ context: ViewContext) -> [AccountEntry] {
    let list = context.state.accounts
    return (1...AccountFacts.bestRanks).compactMap { list.facts.best[$0] }.map { list.entries[$0] }
  }

  private static func order(
    _ best: [AccountEntry], _ entry: AccountEntry, _ context: ViewContext, _ width: Int
  ) -> [StyledLine] {
    let name = min(20, best.reduce(0) { max($0, TextWidth.of($1.label)) })
    return [StyledLine("Automatic choice", .title)]
      + best.enumerated().map { index, other in
        let state = other.snapshot.state
        let label = DisplayWidth.cut(other.label, to: name, ellipsis: context.glyphs.ellipsis)
        var line = StyledLine("\(index + 1) ", .muted)
        line.append(context.glyphs.glyph(state), DashboardRoles.state(state))
        line.append(
          " " + DisplayWidth.padded(label, to: name), other.id == entry.id ? .title : .text)
        let reason = Clauses.fittingWithoutAsides(
          other.rankReason ?? "", width: width - line.width - 2)
        line.append("  " + reason, .muted)
        return line
      }
  }

  /// The last events of the account, the newest first.
  private static func events(
    of entry: AccountEntry, _ context: ViewContext, _ width: Int, limit: Int
  ) -> [StyledLine] {
    let events = context.state.events.entries.reversed().lazy.filter { $0.account == entry.id }
    return [StyledLine("Last events", .title)]
      + events.prefix(max(0, limit)).map { event in
        let parts = EventLine(
          event, state: entry.snapshot.state, glyphs: context.glyphs, clock: context.clock,
          relogin: context.key(.accountRelogin))
        var line = StyledLine("\(parts.time.dropLast(3)) ", .muted)
        line.append(parts.sign, parts.role)
        line.append(" " + EventsView.Lines.fitted(parts.sentence, to: width - line.width - 1))
        return line
      }
  }
}
