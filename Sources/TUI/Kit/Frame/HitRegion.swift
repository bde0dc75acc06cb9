/// A part of the screen that can be clicked.
package struct HitRegion: Hashable, Sendable {
  /// Where it is.
  package let area: Rect
  /// What is there, in words of whoever drew it: `command:help`, `row:lab`.
  package let name: String

  /// A region of its parts.
  package init(_ area: Rect, _ name: String) {
    self.area = area
    self.name = name
  }
}
