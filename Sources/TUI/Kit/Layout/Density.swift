/// How much a screen can show; chosen by size alone.
package enum Density: Hashable, Sendable, CaseIterable {
  /// Less than the smallest size that can be used.
  case tooSmall
  /// Under 80 columns or 20 rows.
  case compact
  /// From 80x20 on.
  case standard
  /// From 110 columns on: details stand at the right.
  case wide
  /// Wide and from 32 rows on: there is room for charts.
  case tall

  /// The smallest size that can be used.
  package static let minimum = Size(columns: 40, rows: 10)

  /// The density of a size.
  package init(_ size: Size) {
    if size.columns < Self.minimum.columns || size.rows < Self.minimum.rows {
      self = .tooSmall
    } else if size.columns < 80 || size.rows < 20 {
      self = .compact
    } else if size.columns < 110 {
      self = .standard
    } else {
      self = size.rows < 32 ? .wide : .tall
    }
  }
}
