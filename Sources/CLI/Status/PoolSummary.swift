package import Engine
import EngineKernel

/// What all usable accounts have left together, and which reset comes next.
package struct PoolSummary: Sendable {
  private let short: (name: String, left: Double, count: Int)?
  private let long: (name: String, left: Double, count: Int)?
  private let next: (label: String, window: String, seconds: Double)?

  /// The summary of a snapshot. Accounts count that are on, signed in, not refused, and have something
  /// left of their long window.
  package init(_ snapshot: FleetSnapshot) {
    let pool = snapshot.accounts.filter(Self.counts)
    short = Self.sum(pool.compactMap { $0.reading?.shortWindow })
    long = Self.sum(pool.compactMap { $0.reading?.longestLongWindow })
    let resets = snapshot.accounts.filter { $0.state != .off && $0.state != .expired }
      .flatMap { account in
        (account.reading?.windows ?? [])
          .filter { !StatusRow.isFresh($0, at: snapshot.takenAt) }
          .compactMap { window in
            window.resetsAt.map {
              (
                label: account.account.label.text, window: window.name,
                seconds: $0.timeIntervalSince(snapshot.takenAt)
              )
            }
          }
      }
    next = resets.filter { $0.seconds > 0 }.min { $0.seconds < $1.seconds }
  }

  /// The summary as one line; bars and the next reset leave it when there is little room.
  func line(on screen: Screen) -> StyledText {
    let forms: [(bar: Int?, next: Bool)] = [(10, true), (6, true), (nil, true), (nil, false)]
    let lines = forms.map { line(bar: $0.bar, next: $0.next, glyphs: screen.glyphs) }
    let fitting = lines.first { $0.width <= screen.width ?? .max }
    return fitting ?? lines.last ?? StyledText()
  }

  /// The summary in words.
  package var words: String {
    var parts: [String] = []
    if let short {
      parts.append("\(short.name) \(Self.windows(short.left)) of \(short.count) left")
    }
    if let long {
      parts.append("\(long.name) \(Percent.text(left: long.left / Double(long.count))) left")
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
    if short == nil && long == nil { line.append("  nothing to draw on now", .muted) }
    if let short {
      appendName(short.name, &line)
      append(short.left / Double(short.count), bar, glyphs, &line)
      line.append(" \(Self.windows(short.left)) of \(short.count) left")
    }
    if let long {
      let average = long.left / Double(long.count)
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
    line.append(Bar(left: left).text(width: width, glyphs: glyphs))
  }

  private static func counts(_ account: AccountSnapshot) -> Bool {
    switch account.state {
    case .off, .expired, .blocked, .unknown: false
    case .waiting, .low, .inUse, .ready:
      account.reading?.longestLongWindow.map { !$0.isUsedUp } ?? (account.reading != nil)
    }
  }

  private static func sum(_ windows: [QuotaWindow]) -> (name: String, left: Double, count: Int)? {
    guard let first = windows.first else { return nil }
    let names = Set(windows.map(\.name))
    let name = names.count == 1 ? first.name : first.isLong ? "long" : "short"
    return (name, windows.reduce(0) { $0 + $1.leftPercent }, windows.count)
  }

  /// Whole windows with one decimal: 2.8. Never 0.0 while something is left.
  private static func windows(_ percent: Double) -> String {
    let tenths = Int((percent / 10).rounded())
    if tenths == 0 && percent > 0 { return "<0.1" }
    return "\(tenths / 10).\(tenths % 10)"
  }
}
