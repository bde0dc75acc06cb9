/// The characters of frames, rules and axes; each takes one column.
package struct LineGlyphs: Hashable, Sendable {
  /// A horizontal and a vertical line.
  package let horizontal, vertical: String
  /// The corners of a frame.
  package let topLeft, topRight, bottomLeft, bottomRight: String
  /// Where a line leaves another one: downwards, upwards, to the left.
  package let teeDown, teeUp, teeLeft: String
  /// The origin of two axes.
  package let origin: String

  /// Thin lines with round corners.
  package static let unicode = LineGlyphs(
    horizontal: "─", vertical: "│", topLeft: "╭", topRight: "╮", bottomLeft: "╰",
    bottomRight: "╯", teeDown: "┬", teeUp: "┴", teeLeft: "┤", origin: "└")

  /// What ASCII has.
  package static let ascii = LineGlyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
    bottomRight: "+", teeDown: "+", teeUp: "+", teeLeft: "+", origin: "+")
}
