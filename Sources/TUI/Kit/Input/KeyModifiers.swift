/// Keys held down with another.
package struct KeyModifiers: OptionSet, Hashable, Sendable {
  /// The bits.
  package let rawValue: UInt8

  /// Modifiers of bits.
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Ctrl.
  package static let control = KeyModifiers(rawValue: 1)
  /// Alt, or Escape just before.
  package static let alt = KeyModifiers(rawValue: 2)
  /// Shift, where it does not already show in the character.
  package static let shift = KeyModifiers(rawValue: 4)
}
