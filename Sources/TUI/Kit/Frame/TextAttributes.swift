/// What a character may have beside its colours. All terminals have these or ignore them.
package struct TextAttributes: OptionSet, Hashable, Sendable {
  /// The bits.
  package let rawValue: UInt8

  /// Attributes of bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Heavier, or brighter.
  package static let bold = TextAttributes(rawValue: 1)
  /// Fainter.
  package static let dim = TextAttributes(rawValue: 2)
  /// With a line below.
  package static let underline = TextAttributes(rawValue: 4)
  /// Text and background exchanged.
  package static let reverse = TextAttributes(rawValue: 8)
}
