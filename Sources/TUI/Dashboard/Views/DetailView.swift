import Engine
import EngineCore
import TUIKit

/// The chosen account below the list: who it is, its windows, its last 24 hours.
enum DetailView {
  static func title(_ entry: AccountEntry) -> StyledLine {
    StyledLine("\(entry.number) \(entry.label)", .title)
  }

  /// How old its numbers are.
  static func age(_ entry: AccountEntry, _ context: ViewContext) -> StyledLine {
    guard entry.snapshot.showsWindows, let reading = entry.snapshot.reading else {
      return StyledLine()
    }
    let isStale = entry.isOverdue(at: context.state.now)
    let text = "checked \(context.clock.ago(reading.readAt))"
    return StyledLine(isStale ? "~ \(text)" : text, isStale ? .stale : .muted)
  }

  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    canvas.addRegion(area, name: ClickTarget.focus(.detail).region)
    guard let entry = context.state.selected else {
      return canvas.line(StyledLine(" ") + absent(context), in: area, context.glyphs)
    }
    let lines = lines(entry, context, width: area.columns, height: area.rows)
    for (row, line) in lines.prefix(area.rows).enumerated() {
      canvas.line(line, in: area, row: row, context.glyphs)
    }
    if context.state.focus == .detail { canvas.setCursor(column: area.column, row: area.row) }
  }

  /// Why no account shows although rows do: the chosen one changed, and the filter hides it now.
  static func absent(_ context: ViewContext) -> StyledLine {
    let list = context.state.accounts
    guard !context.visible.isEmpty, let hidden = list.selection.flatMap({ list[$0] }) else {
      return StyledLine()
    }
    return StyledLine("the filter hides \(hidden.label)", .muted)
  }

  private static func lines(
    _ entry: AccountEntry, _ context: ViewContext, width: Int, height: Int
  ) -> [StyledLine] {
    let windows = windows(entry, context).map { $0.lines(width: width) }
    let note = DetailNote.line(entry, context).map { StyledLine(" ") + $0 }
    var lines = [about(entry, context)]
    if let note { lines.append(note) }
    lines += windows.flatMap(\.self)
    if windows.isEmpty {
      let facts = DetailFacts.known(entry, context).map(DetailFacts.line)
      lines += [StyledLine()] + facts.map { StyledLine(" ") + $0 }
    }
    if let history = history(entry, context, width: width) {
      // What is left of the last window matters more than how it got there.
      if lines.count < height { lines.append(history) }
    }
    if lines.count > height {
      // The first line repeats the row above it.
      lines = height >= 4 || note != nil ? lines : Array(lines.dropFirst())
    }
    return lines + extra(entry, context)
  }

  /// Up to so many rows, the chosen account is told in words alone.
  static let compactRows = 2

  /// The chosen account where two lines have to do.
  static func compact(
    _ entry: AccountEntry, _ context: ViewContext, width: Int
  ) -> [StyledLine] {
    let head = DisplayWidth.cut(entry.label, to: 16, ellipsis: context.glyphs.ellipsis)
    let hasFocus = context.state.focus == .detail
    let mark = hasFocus ? context.glyphs.pointer : " "
    var first = StyledLine("\(mark)\(head) ", hasFocus ? .key : .title)
    first.append(entry.snapshot.planText, .muted)
    if let note = DetailNote.line(entry, context) {
      return [first, StyledLine(" ") + note]
    }
    let indent = max(first.width + 2, 11)
    let lines = windows(entry, context).prefix(2).map { view -> StyledLine in
      let words = PacePhrase.short(
        for: view.window, readAt: view.readAt, clock: context.clock, width: width - indent - 5)
      return StyledLine(DisplayWidth.padded(view.window.name, to: 5))
        + StyledLine(words, words.contains(", out ") ? .stateLow : .muted)
    }
    guard let head = lines.first else { return [first] }
    return [first.padded(to: indent) + head]
      + lines.dropFirst().map { line in
        // What does not fit below the first goes to the left of it, where nothing stands.
        let start = max(1, min(indent, width - line.width))
        return StyledLine(String(repeating: " ", count: start)) + line
      }
  }

  static func windows(_ entry: AccountEntry, _ context: ViewContext) -> [DetailWindowView] {
    guard entry.snapshot.showsWindows, let reading = entry.snapshot.reading else { return [] }
    let isStale = entry.isOverdue(at: context.state.now)
    return reading.windows.map {
      DetailWindowView(window: $0, readAt: reading.readAt, isStale: isStale, context: context)
    }
  }

  /// Limits beside the main one, a line each.
  static func extra(_ entry: AccountEntry, _ context: ViewContext) -> [StyledLine] {
    guard entry.snapshot.showsWindows, let reading = entry.snapshot.reading else { return [] }
    return reading.extraLimits.flatMap { limit in
      limit.windows.map { window in
        var line = StyledLine(" \(PrintableText.shortened(limit.name, to: 20)) ", .muted)
        line.append("\(window.name) ")
        line.append(
          Percent.text(left: window.leftPercent), Meter.role(left: window.leftPercent))
        line.append(" left", .muted)
        return line
      }
    }
  }

  private static func about(_ entry: AccountEntry, _ context: ViewContext) -> StyledLine {
    let account = entry.snapshot
    let dot = context.glyphs == .unicode ? " · " : ", "
    var parts = [account.account.email, account.planText.isEmpty ? nil : account.planText]
      .compactMap(\.self)
    if !entry.sandbox.isEmpty { parts.append(entry.sandbox) }
    if let rank = entry.rank { parts.append("rank \(rank) of \(ranked(context))") }
    return StyledLine(" " + parts.joined(separator: dot), .muted)
  }

  /// How many accounts automatic choice can take.
  static func ranked(_ context: ViewContext) -> Int {
    context.state.accounts.facts.ranked
  }

  private static func history(
    _ entry: AccountEntry, _ context: ViewContext, width: Int
  ) -> StyledLine? {
    let day = LastDay(entry.history, now: context.state.now)
    guard entry.snapshot.showsWindows, !day.isEmpty else { return nil }
    var line = StyledLine(" " + DisplayWidth.padded("24h", to: 6), .title)
    for part in day.lines(width: max(10, width - 47), glyphs: context.glyphs) { line.append(part) }
    line.append("  " + day.peak(context.clock, at: "at "), .muted)
    return line
  }
}

/// One window of the chosen account: its bar, its number, its reset, its pace in words.
struct DetailWindowView {
  let window: QuotaWindow
  let readAt: Date
  let isStale: Bool
  let context: ViewContext

  private var glyphs: GlyphSet { context.glyphs }
  private var bar: Meter { Meter(window, readAt: readAt) }
  private var left: String { (isStale ? "~" : "") + Percent.text(left: window.leftPercent) }
  private var role: ThemeRole {
    isStale
      ? .stale : bar.pace == nil && window.isUsedUp ? .muted : Meter.role(left: window.leftPercent)
  }

  /// Two lines below each other, for a panel below the list.
  func lines(width: Int) -> [StyledLine] {
    let barWidth = max(10, width - 47)
    var first = StyledLine(" " + DisplayWidth.padded(window.name, to: 6), .title)
    first.append(bar.line(width: barWidth, glyphs: glyphs, isStale: isStale))
    first.append(DisplayWidth.padded(leading: left, to: 5), role)
    first.append(" left", .muted)
    let reset = resetText
    if !reset.isEmpty { first.append("   \(reset)", .muted) }
    let words = PacePhrase.words(for: window, readAt: readAt, clock: context.clock)
    return [first, StyledLine("       ") + pace(words.joined(separator: ", "))]
  }

  /// Three or four lines, for a panel at the right.
  func panel(width: Int) -> [StyledLine] {
    var first = StyledLine(DisplayWidth.padded(window.name, to: 6), .title)
    first.append(left, role)
    first.append(" left", .muted)
    let reset = resetText
    let gap = width - first.width - DisplayWidth.of(reset)
    if gap > 0 { first.append(String(repeating: " ", count: gap) + reset, .muted) }
    let words = PacePhrase.words(for: window, readAt: readAt, clock: context.clock)
    let joined = words.joined(separator: ", ")
    let texts = DisplayWidth.of(joined) <= width ? [joined] : Self.clauses(words, width: width)
    return [first, bar.line(width: width, glyphs: glyphs, isStale: isStale)] + texts.map(pace)
  }

  /// The words in lines that end where a clause does.
  private static func clauses(_ words: [String], width: Int) -> [String] {
    let clauses = words.flatMap { $0.split(separator: ",").map { $0.drop { $0 == " " } } }
    var lines: [String] = []
    for (index, clause) in clauses.enumerated() {
      let clause = index + 1 < clauses.count ? clause + "," : String(clause)
      if let last = lines.last, DisplayWidth.of(last) + 1 + DisplayWidth.of(clause) <= width {
        lines[lines.count - 1] += " " + clause
      } else {
        lines += LineWrap.lines(clause, width: width)
      }
    }
    return lines
  }

  private var resetText: String {
    if window.isFresh(at: context.state.now) { return "fresh" }
    return window.resetsAt.map { "resets \(context.clock.near($0))" } ?? ""
  }

  /// The words of the pace; what will not last is not said quietly.
  private func pace(_ words: String) -> StyledLine {
    let isOver = Pace(of: window, readAt: readAt).map(Self.isOver) ?? false
    return StyledLine(words, isOver ? .stateLow : .muted)
  }

  private static func isOver(_ pace: Pace) -> Bool {
    if case .overPace = pace.verdict { true } else { false }
  }
}
