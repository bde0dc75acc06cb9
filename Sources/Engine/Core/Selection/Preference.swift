/// What the user notes about an account for automatic choice.
package enum Preference: String, Hashable, Sendable, Codable, CaseIterable {
  /// Before others that are as good.
  case prefer
  /// No wish.
  case neutral
  /// Only when no other can be used.
  case preserve
}
