/// How many colours there are.
package enum ColorProfile: String, Hashable, Sendable, CaseIterable {
  /// None; attributes only.
  case mono
  /// The terminal's own eight or sixteen.
  case sixteen = "16"
  /// The table of 256.
  case indexed = "256"
  /// Every colour by its parts.
  case direct = "24-bit"
}
