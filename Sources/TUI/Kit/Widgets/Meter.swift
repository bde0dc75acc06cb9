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

  /// The bar in `width` columns, 1 or more, filled to whole ones: parts of a column have another height
  /// than the bar and no track behind them. It is empty only when nothing is left and full only when
  /// nothing was used, as its number is.
  package func cells(width: Int) -> [MeterCell] {
    let filled = filled(width)
    var cells: [MeterCell] = (0..<max(0, width)).map { $0 < filled ? .fill : .track }
    guard let pace, width > 0 else { return cells }
    let mark = min(width - 1, max(0, Int(pace / 100 * Double(width))))
    // The only filled cell says that something is left: the marker does not hide it.
    if cells[mark] == .track || filled > 1 { cells[mark] = .pace }
    return cells
  }

  /// The bar with its roles.
  package func line(width: Int, glyphs: GlyphSet, isStale: Bool = false) -> StyledLine {
    var result = StyledLine()
    let extra: TextAttributes = isStale ? .dim : []
    for cell in cells(width: width) {
      switch cell {
      case .fill: result.append(glyphs.bar, Style(Self.role(left: left), extra))
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

  private func filled(_ width: Int) -> Int {
    if left <= 0 { return 0 }
    let rounded = max(1, Int((left / 100 * Double(width)).rounded()))
    return left < 100 ? min(max(1, width - 1), rounded) : rounded
  }
}
