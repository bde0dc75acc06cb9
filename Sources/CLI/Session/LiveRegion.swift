/// Lines at the end of a terminal that are drawn over in place: one write a frame, no clearing of what
/// stays, so that nothing flickers.
package struct LiveRegion: Sendable {
  private var height = 0

  /// Nothing drawn yet.
  package init() {}

  /// What to write so that the region shows these lines.
  ///
  /// - Parameters:
  ///   - lines: lines that fit the terminal's width.
  ///   - rows: the terminal's height; what does not fit is left out at the end.
  /// - Returns: Text with cursor movements.
  package mutating func frame(_ lines: [String], rows: Int?) -> String {
    let shown = rows.map { Array(lines.prefix(max(1, $0 - 1))) } ?? lines
    var text = height > 0 ? "\u{1B}[\(height)A\r" : ""
    for line in shown { text += line + "\u{1B}[K\n" }
    text += "\u{1B}[J"
    height = shown.count
    return text
  }
}
