import EngineCore
import TUIKit

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
