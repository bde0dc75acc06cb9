/// A key of an object with its value.
package struct JSON5Member: Hashable, Sendable {
  /// The key, quotes and escapes resolved.
  package let key: String
  /// The key's bytes, quotes included.
  package let keyRange: Range<Int>
  /// Where the key begins.
  package let position: JSON5Position
  /// Its value.
  package let value: JSON5Node
  /// The comma behind the value, nil if there is none.
  package let comma: Int?

  /// A member of its parts.
  package init(
    key: String, keyRange: Range<Int>, position: JSON5Position, value: JSON5Node, comma: Int?
  ) {
    self.key = key
    self.keyRange = keyRange
    self.position = position
    self.value = value
    self.comma = comma
  }
}
