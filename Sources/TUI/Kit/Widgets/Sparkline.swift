package import EngineKernel

/// Values side by side, one column each: eight levels, or the digits 0 to 9.
package enum Sparkline {
  /// The line of values from 0 to 1; what lies outside counts as the nearer end.
  package static func text(_ values: [Double], glyphs: GlyphSet) -> String {
    values.map { glyph($0, glyphs: glyphs) }.joined()
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
