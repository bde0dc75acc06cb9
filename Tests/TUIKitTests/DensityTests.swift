import Testing

@testable import TUIKit

@Suite("Density")
struct DensityTests {
  @Test(
    "changes where the design says",
    arguments: [
      (39, 10, Density.tooSmall), (40, 9, .tooSmall), (40, 10, .compact), (79, 60, .compact),
      (200, 19, .compact), (80, 20, .standard), (109, 60, .standard), (110, 20, .wide),
      (110, 31, .wide), (110, 32, .tall), (240, 80, .tall), (0, 0, .tooSmall),
    ])
  func sizes(columns: Int, rows: Int, density: Density) {
    #expect(Density(Size(columns: columns, rows: rows)) == density)
  }
}

@Suite("Rectangles")
struct RectTests {
  private static let area = Rect(column: 2, row: 1, columns: 10, rows: 4)

  @Test("parts of a split fill it and do not overlap, whatever is asked for")
  func splits() {
    for extent in -2...14 {
      let (top, below) = Self.area.split(top: extent)
      let (above, bottom) = Self.area.split(bottom: extent)
      let (left, after) = Self.area.split(left: extent)
      let (before, right) = Self.area.split(right: extent)
      let pairs = [(top, below), (above, bottom), (left, after), (before, right)]
      for (one, other) in pairs {
        #expect(one.columns * one.rows + other.columns * other.rows == 40)
        #expect(Self.area.contains(one) && Self.area.contains(other))
        #expect(one.intersection(other).isEmpty)
      }
    }
  }

  @Test("what is larger than its place is cut to it, and stands in the middle otherwise")
  func centered() {
    #expect(
      Self.area.centered(Size(columns: 4, rows: 2))
        == Rect(column: 5, row: 2, columns: 4, rows: 2))
    #expect(Self.area.centered(Size(columns: 99, rows: 99)) == Self.area)
  }
}
