package import EngineKernel

/// A bar that is filled with what is left, with a marker where the fill would end under even use.
package struct Meter: Hashable, Sendable {
  /// Percent left, 0 to 100.
  package let left: Double
  /// Where the marker stands, in percent; nil for none.
  package let pace: Double?

  /// A meter of its parts.
  package init(left: Double, pace: Double? = nil) {
    self.left = min(100, max(0, left.isNaN ? 0 : left))
    self.pace = pace
  }

  /// The bar in `width` columns, 1 or more. It is empty only when nothing is left and full only when
  /// nothing was used, as its number is.
  package func cells(width: Int, glyphs: GlyphSet) -> [MeterCell] {
    var cells = glyphs == .unicode ? eighths(width, glyphs) : wholes(width, glyphs)
    guard let pace, width > 0 else { return cells }
    let mark = min(width - 1, max(0, Int(pace / 100 * Double(width))))
    // The only filled cell says that something is left: the marker does not hide it.
    if cells[mark] == .track || cells.count(where: \.isFill) > 1 { cells[mark] = .pace }
    return cells
  }

  /// The bar with its roles.
  package func line(width: Int, glyphs: GlyphSet, isStale: Bool = false) -> StyledLine {
    var result = StyledLine()
    let extra: TextAttributes = isStale ? .dim : []
    for cell in cells(width: width, glyphs: glyphs) {
      switch cell {
      case .fill(let text): result.append(text, Style(Self.role(left: left), extra))
      case .track: result.append(glyphs.track, Style(.track, extra))
      case .pace: result.append(glyphs.pace, Style(.pace, extra))
      }
    }
    return result
  }

  /// A bar of which nothing is known.
  package static func unknown(width: Int, glyphs: GlyphSet) -> StyledLine {
    StyledLine(String(repeating: glyphs.unknownTrack, count: max(0, width)), .track)
  }

  /// What an amount left means: above 35 plenty, 16 to 35 caution, 15 and below danger.
  package static func role(left: Double) -> ThemeRole {
    if left <= 15 { return .barDanger }
    return left <= 35 ? .barCaution : .barHigh
  }

  private func eighths(_ width: Int, _ glyphs: GlyphSet) -> [MeterCell] {
    var filled = Int(left / 100 * Double(width) * 8)
    if left > 0 { filled = max(1, filled) }
    if left < 100 { filled = min(width * 8 - 1, filled) }
    return (0..<max(0, width)).map { index in
      switch filled - index * 8 {
      case ...0: .track
      case let eighths where eighths < 8: .fill(glyphs.eighths[eighths - 1])
      default: .fill(glyphs.bar)
      }
    }
  }

  private func wholes(_ width: Int, _ glyphs: GlyphSet) -> [MeterCell] {
    var filled = Int((left / 100 * Double(width)).rounded())
    if left > 0 { filled = max(1, filled) }
    if left < 100 { filled = min(max(1, width - 1), filled) }
    if left <= 0 { filled = 0 }
    return (0..<max(0, width)).map { $0 < filled ? .fill(glyphs.bar) : .track }
  }
}
