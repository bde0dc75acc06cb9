/// Which rows of a long list are seen.
package enum ScrollWindow {
  /// The first row to show, so that the selected one is seen and no room is wasted.
  ///
  /// - Parameters:
  ///   - selected: the row that must be seen; nil for none.
  ///   - count: how many rows there are.
  ///   - height: how many can be seen.
  ///   - offset: the first row that was shown before.
  /// - Returns: The first row to show.
  package static func offset(selected: Int?, count: Int, height: Int, from offset: Int) -> Int {
    let last = max(0, count - height)
    var offset = min(max(0, offset), last)
    if let selected, height > 0 {
      if selected < offset { offset = selected }
      if selected >= offset + height { offset = selected - height + 1 }
    }
    return min(max(0, offset), last)
  }
}
