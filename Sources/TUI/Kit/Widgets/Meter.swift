package import EngineCore

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

  /// The bar in `width` columns, filled to whole ones: parts of a column have another height than the bar
  /// and no track behind them. It is empty only when nothing is left and full only when nothing was used,
  /// as its number is.
  package func line(width: Int, glyphs: GlyphSet, isStale: Bool = false) -> StyledLine {
    guard width > 0 else { return StyledLine() }
    let extra: TextAttributes = isStale ? .dim : []
    let filled = filled(width)
    let mark = mark(width, filled)
    var result = StyledLine()
    for (columns, text, role) in [
      (0..<filled, glyphs.bar, Self.role(left: left)), (filled..<width, glyphs.track, .track),
    ] {
      let end = mark.flatMap { columns.contains($0) ? $0 : nil } ?? columns.upperBound
      result.append(
        DisplayWidth.repeated(text, end - columns.lowerBound), Style(role, extra))
      guard end < columns.upperBound else { continue }
      result.append(glyphs.pace, Style(.pace, extra))
      result.append(
        DisplayWidth.repeated(text, columns.upperBound - end - 1), Style(role, extra))
    }
    return result
  }

  /// A bar of which nothing is known.
  package static func unknown(width: Int, glyphs: GlyphSet) -> StyledLine {
    StyledLine(DisplayWidth.repeated(glyphs.unknownTrack, width), .track)
  }

  /// What an amount left means: above 35 plenty, 16 to 35 caution, 15 and below danger.
  package static func role(left: Double) -> ThemeRole {
    if left <= 15 { return .barDanger }
    return left <= 35 ? .barCaution : .barHigh
  }

  /// The column of the marker. The only filled one says that something is left: it is not hidden.
  private func mark(_ width: Int, _ filled: Int) -> Int? {
    guard let pace else { return nil }
    let mark = min(width - 1, max(0, Int(pace / 100 * Double(width))))
    return mark < filled && filled == 1 ? nil : mark
  }

  private func filled(_ width: Int) -> Int {
    if left <= 0 { return 0 }
    let rounded = max(1, Int((left / 100 * Double(width)).rounded()))
    return left < 100 ? min(max(1, width - 1), rounded) : rounded
  }
}

/// Values side by side, one column each: eight levels, or the digits 0 to 9.
package enum Sparkline {
  /// The line of values from 0 to 1; what is outside counts as the nearer end.
  package static func text(_ values: [Double], glyphs: GlyphSet) -> String {
    values.map { glyph($0, glyphs: glyphs) }.joined()
  }

  /// The values in several rows, the highest first; in one row they are a line.
  package static func rows(_ values: [Double], rows: Int, glyphs: GlyphSet) -> [String] {
    guard rows > 1 else { return [text(values, glyphs: glyphs)] }
    return (0..<max(0, rows)).map { row in
      let below = Double(rows - 1 - row)
      return values.map { value in
        let part = (value.isNaN ? 0 : value) * Double(rows) - below
        // Nothing used is a line along the foot, as it is in one row.
        return area(part, glyphs: glyphs) ?? (below == 0 ? foot(glyphs) : " ")
      }.joined()
    }
  }

  /// The character of a cell of which this part is below the value; nil where that is nothing.
  static func area(_ part: Double, glyphs: GlyphSet) -> String? {
    if part >= 1 { return glyphs.fill }
    guard part > 0 else { return nil }
    switch glyphs {
    case .unicode: return glyphs.levels[max(0, Int((part * 8).rounded(.up)) - 1)]
    case .ascii: return part >= 0.5 ? glyphs.fill : "."
    }
  }

  private static func foot(_ glyphs: GlyphSet) -> String {
    glyphs == .unicode ? glyphs.levels[0] : "."
  }

  /// `values` in `width` columns: the largest of those that share a column, or each repeated.
  package static func columns(_ values: [Double], width: Int) -> [Double] {
    guard !values.isEmpty, width > 0 else { return [] }
    return (0..<width).map { column in
      let first = column * values.count / width
      let end = max(first + 1, (column + 1) * values.count / width)
      return values[first..<end].max() ?? 0
    }
  }

  /// `values` as parts of the largest of them; all 0 if that is 0.
  package static func scaled(_ values: [Double]) -> [Double] {
    guard let largest = values.max(), largest > 0 else { return values.map { _ in 0 } }
    return values.map { $0 / largest }
  }

  private static func glyph(_ value: Double, glyphs: GlyphSet) -> String {
    let value = min(1, max(0, value.isNaN ? 0 : value))
    switch glyphs {
    case .unicode: return glyphs.levels[max(0, Int((value * 8).rounded(.up)) - 1)]
    case .ascii: return String(min(9, Int(value * 10)))
    }
  }
}
