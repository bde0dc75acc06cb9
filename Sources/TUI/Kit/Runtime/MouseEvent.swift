/// What a mouse did.
package struct MouseEvent: Hashable, Sendable {
  /// The kinds we care about.
  package enum Kind: Hashable, Sendable {
    case click, doubleClick, wheelUp, wheelDown
  }

  /// What it did.
  package let kind: Kind
  /// Where.
  package let point: Point

  /// An event of its parts.
  package init(_ kind: Kind, at point: Point) {
    self.kind = kind
    self.point = point
  }
}
