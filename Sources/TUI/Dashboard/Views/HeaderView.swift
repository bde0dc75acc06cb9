import Engine
import EngineCore
import TUIKit

/// The first line: how many accounts are in which state, what the folder names for runs, what mode the screen
/// is in, and the time.
enum HeaderView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let end = time(context)
    canvas.trailing(end, in: area)
    let room = area.columns - end.width - 1
    let counts = context.state.accounts.facts.states
    let forms = [
      (4, true, true, true), (3, true, true, true), (3, true, false, true), (2, true, false, true),
      (2, true, false, false), (1, true, false, true), (1, false, false, true),
    ].map {
      line(gap: $0.0, hasWords: $0.1, hasTotal: $0.2, hasName: $0.3, counts, context)
    }
    let widest = forms.first { $0.width <= room } ?? forms.last ?? StyledLine()
    canvas.line(widest, in: area.split(left: room).left, context.glyphs)
  }

  private static func line(
    gap: Int, hasWords: Bool, hasTotal: Bool, hasName: Bool, _ counts: [AccountState: Int],
    _ context: ViewContext
  ) -> StyledLine {
    let space = String(repeating: " ", count: gap)
    let count = context.state.accounts.entries.count
    var line = StyledLine(" ")
    if hasName { line.append("swop", .title) }
    // No one has counted yet, or no one could.
    if count == 0, context.state.accounts.knowledge != .known { return line }
    if hasTotal {
      line.append("\(space)\(count) account\(count == 1 ? "" : "s")", .muted)
    } else if !hasWords {
      line.append("  \(count)", .muted)
    }
    if !hasWords { line.append(" ") }
    for state in order {
      guard let number = counts[state] else { continue }
      let word = hasWords ? " \(number) \(state.word)" : "\(number)"
      if line.width > 1 { line.append(space) }
      line.append(context.glyphs.glyph(state) + word, DashboardRoles.state(state))
    }
    if hasTotal, let project = context.state.project {
      line.append("\(space)here: ", .muted)
      line.append(project)
    }
    for badge in badges(context) {
      line.append(space)
      line.append(gap > 1 ? " \(badge.word) " : badge.word, badge.style)
    }
    return line
  }

  private static let order: [AccountState] = [
    .inUse, .ready, .low, .waiting, .blocked, .expired, .off, .unknown,
  ]

  private static func badges(_ context: ViewContext) -> [(word: String, style: Style)] {
    let state = context.state
    var badges: [(word: String, style: Style)] = []
    if state.mode.isFrozen { badges.append(("FROZEN", Style(.key, [.reverse]))) }
    if state.mode.isReadOnly { badges.append(("READ-ONLY", Style(.title, [.reverse]))) }
    if state.mode.isDemo { badges.append(("DEMO", Style(.key, [.reverse]))) }
    return badges
  }

  private static func time(_ context: ViewContext) -> StyledLine {
    let clock = context.clock
    let isWide = context.state.size.columns >= 110
    var line = StyledLine()
    if let progress = context.state.progress, context.spinner(progress) != nil, isWide {
      line.append(context.words(progress))
      line.append("   ")
    }
    if isWide { line.append("\(ClockText.weekday(clock.now, in: clock.timeZone)) ", .muted) }
    line.append(clock.clock(clock.now, seconds: isWide && !clock.isCalm), .muted)
    return line
  }
}

/// What runs in the background: the proxy, the next reading, the theme, the order.
enum StatusLineView {
  static func draw(_ canvas: inout Canvas, _ area: Rect, _ context: ViewContext) {
    let state = context.state
    var parts = [proxy(context), refresh(context)]
    parts.append(pair("theme", state.appearance.theme))
    parts.append(pair("sort:", state.accounts.sort.word))
    var line = StyledLine(" ")
    for part in parts where part.width > 0 {
      let gap = line.width > 1 ? "     " : ""
      guard line.width + gap.count + part.width <= area.columns else { continue }
      line.append(gap)
      line.append(part)
    }
    canvas.line(line, in: area, context.glyphs)
  }

  private static func pair(_ name: String, _ value: String) -> StyledLine {
    var line = StyledLine("\(name) ", .muted)
    line.append(value)
    return line
  }

  private static func proxy(_ context: ViewContext) -> StyledLine {
    guard let service = context.state.proxy.service else {
      return StyledLine("proxy off", .muted)
    }
    var line = StyledLine("proxy ", .muted)
    line.append(service.url.replacing("http://", with: ""))
    line.append(" \(context.glyphs.glyph(.ready)) ", .stateReady)
    let streams = service.activeStreams
    line.append("\(streams) answer\(streams == 1 ? "" : "s") now")
    return line
  }

  private static func refresh(_ context: ViewContext) -> StyledLine {
    let state = context.state
    if state.mode.isFrozen { return pair("usage", "frozen") }
    guard let next = state.nextPollAt else { return StyledLine() }
    if next <= state.now { return pair("usage", "refreshing") }
    return pair("usage refresh in", context.clock.countdown(to: next))
  }
}
