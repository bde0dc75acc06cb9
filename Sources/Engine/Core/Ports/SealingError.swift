/// A text cannot be sealed or opened.
package enum SealingError: Error, Hashable, Sendable {
  /// The library for it cannot be used; one clause.
  case unavailable(String)
  /// There is not enough memory for deriving the key.
  case noMemory
  /// The passphrase is another one, or the text was changed: the two cannot be told apart.
  case wrongKey
}
