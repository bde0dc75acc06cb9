import Engine
import EngineCore
import TUIKit

/// What all usable accounts have left together, and which reset comes next.
struct PoolSummary: Sendable {
  private let pool: Pool
  private let next: (label: String, window: String, seconds: Double)?

  /// The summary of a snapshot.
  init(_ snapshot: FleetSnapshot) {
    pool = Pool(snapshot)
    next = pool.resets.first.map {
      ($0.label, $0.window.name, $0.at.timeIntervalSince(snapshot.takenAt))
    }
  }

  /// The summary as one line; bars and the next reset leave it when there is little room.
  func line(on screen: Screen) -> StyledText {
    let forms: [(bar: Int?, next: Bool)] = [(10, true), (6, true), (nil, true), (nil, false)]
    let lines = forms.map { line(bar: $0.bar, next: $0.next, glyphs: screen.glyphs) }
    let fitting = lines.first { $0.width <= screen.width ?? .max }
    return fitting ?? lines.last ?? StyledText()
  }

  /// The summary in words.
  var words: String {
    var parts: [String] = []
    if let short = pool.short {
      parts.append("\(short.name) \(short.windowsText) of \(short.count) left")
    }
    if let long = pool.long {
      parts.append("\(long.name) \(Percent.text(left: long.average)) left")
    }
    if parts.isEmpty { parts.append("nothing to draw on now") }
    if let next {
      let span = ClockText.span(seconds: next.seconds)
      parts.append("next reset in \(span), \(PrintableText.sanitized(next.label)) \(next.window)")
    }
    return "Pool: " + parts.joined(separator: ", ") + "."
  }

  private func line(bar: Int?, next showsNext: Bool, glyphs: GlyphSet) -> StyledText {
    var line = StyledText(" ")
    line.append("POOL", .title)
    if pool.short == nil && pool.long == nil { line.append("  nothing to draw on now", .muted) }
    if let short = pool.short {
      appendName(short.name, &line)
      append(short.average, bar, glyphs, &line)
      line.append(" \(short.windowsText) of \(short.count) left")
    }
    if let long = pool.long {
      let average = long.average
      appendName(long.name, &line)
      append(average, bar, glyphs, &line)
      line.append(" \(Percent.text(left: average)) left")
    }
    if showsNext, let next {
      line.append("   next reset ", .muted)
      line.append(ClockText.span(seconds: next.seconds))
      line.append(" (\(PrintableText.shortened(next.label, to: 24)) \(next.window))", .muted)
    }
    return line
  }

  private func appendName(_ name: String, _ line: inout StyledText) {
    line.append("   \(name)", .muted)
  }

  private func append(
    _ left: Double, _ width: Int?, _ glyphs: GlyphSet, _ line: inout StyledText
  ) {
    guard let width else { return }
    line.append(" ")
    line.append(Meter(left: left).text(width: width, glyphs: glyphs))
  }
}
