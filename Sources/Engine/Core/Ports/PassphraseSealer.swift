/// Seals texts with a passphrase so that no one without it reads or changes them.
package protocol PassphraseSealer: Sendable {
  /// Seals a text.
  ///
  /// - Parameters:
  ///   - text: what is sealed.
  ///   - passphrase: the passphrase's bytes.
  ///   - terms: how; the nonce is used for nothing else.
  ///   - header: bytes that are not sealed, and that must be the same for opening.
  /// - Returns: The sealed text, 16 bytes longer.
  /// - Throws: `SealingError`.
  func seal(
    _ text: Redacted<[UInt8]>, with passphrase: Redacted<[UInt8]>, terms: SealingTerms,
    header: [UInt8]
  ) throws(SealingError) -> [UInt8]

  /// Opens a sealed text.
  ///
  /// - Throws: `SealingError.wrongKey` for another passphrase, other terms, another header, or a text that
  ///   was changed or cut.
  func open(
    _ sealed: [UInt8], with passphrase: Redacted<[UInt8]>, terms: SealingTerms, header: [UInt8]
  ) throws(SealingError) -> Redacted<[UInt8]>
}

/// Seals and opens nothing.
package struct NoSealer: PassphraseSealer {
  /// A sealer that refuses.
  package init() {}

  package func seal(
    _ text: Redacted<[UInt8]>, with passphrase: Redacted<[UInt8]>, terms: SealingTerms,
    header: [UInt8]
  ) throws(SealingError) -> [UInt8] {
    throw .unavailable("there is nothing to seal with")
  }

  package func open(
    _ sealed: [UInt8], with passphrase: Redacted<[UInt8]>, terms: SealingTerms, header: [UInt8]
  ) throws(SealingError) -> Redacted<[UInt8]> {
    throw .unavailable("there is nothing to open it with")
  }
}

/// How a text is sealed with a passphrase: what the key costs to derive, and the two values that make
/// every sealed text differ. None of it is secret.
package struct SealingTerms: Hashable, Sendable {
  /// Memory that deriving the key takes, in bytes.
  package let memory: Int
  /// How often that memory is gone over.
  package let passes: Int
  /// Mixed into the passphrase; 16 bytes.
  package let salt: [UInt8]
  /// Used once with a key; 24 bytes.
  package let nonce: [UInt8]

  /// The length of a salt in bytes.
  package static let saltLength = 16
  /// The length of a nonce in bytes.
  package static let nonceLength = 24
  /// How much longer a sealed text is, in bytes.
  package static let overhead = 16
  /// Memory that may be asked for, in bytes: a file from elsewhere must not take the whole machine.
  static let memoryRange = 8_192...(1 << 30)
  /// Passes that may be asked for.
  static let passesRange = 1...16

  /// Terms of their parts, nil if any is outside of what is sealed and opened here.
  package init?(memory: Int, passes: Int, salt: [UInt8], nonce: [UInt8]) {
    guard Self.memoryRange.contains(memory), Self.passesRange.contains(passes),
      salt.count == Self.saltLength, nonce.count == Self.nonceLength
    else { return nil }
    self.memory = memory
    self.passes = passes
    self.salt = salt
    self.nonce = nonce
  }
}

/// A text cannot be sealed or opened.
package enum SealingError: Error, Hashable, Sendable {
  /// The library for it cannot be used; one clause.
  case unavailable(String)
  /// There is not enough memory for deriving the key.
  case noMemory
  /// The passphrase is another one, or the text was changed: the two cannot be told apart.
  case wrongKey
}
