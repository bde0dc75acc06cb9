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
  package static let memoryRange = 8_192...(1 << 30)
  /// Passes that may be asked for.
  package static let passesRange = 1...16

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
