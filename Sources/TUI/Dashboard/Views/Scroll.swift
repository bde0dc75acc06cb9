/// Which rows of a long list are on the screen.
enum Scroll {
  /// The first row to show so that the chosen one is in the middle, as far as there are rows.
  static func first(selected: Int?, count: Int, rows: Int) -> Int {
    guard count > rows, let selected else { return 0 }
    return max(0, min(selected - rows / 2, count - rows))
  }
}
