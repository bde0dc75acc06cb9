package import EngineCore

/// Values side by side, one column each: eight levels, or the digits 0 to 9.
package enum Sparkline {
  /// The line of values from 0 to 1; what lies outside counts as the nearer end.
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
  package static func area(_ part: Double, glyphs: GlyphSet) -> String? {
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
