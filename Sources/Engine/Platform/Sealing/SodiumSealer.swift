import CSodium
package import EngineCore

/// Seals with libsodium: Argon2id for the key, XChaCha20-Poly1305 for the text. The library is loaded
/// when the first text is sealed or opened.
package struct SodiumSealer: PassphraseSealer {
  private static let keyLength = 32

  /// A sealer; nothing is loaded yet.
  package init() {}

  package func seal(
    _ text: Redacted<[UInt8]>, with passphrase: Redacted<[UInt8]>, terms: SealingTerms,
    header: [UInt8]
  ) throws(SealingError) -> [UInt8] {
    try withKey(from: passphrase, terms) { (key) throws(SealingError) in
      let plain = text.reveal()
      var sealed = [UInt8](repeating: 0, count: plain.count + SealingTerms.overhead)
      let code = csodium_seal(
        &sealed, plain, plain.count, header, header.count, terms.nonce, key)
      guard code == 0 else { throw .noMemory }
      return sealed
    }
  }

  package func open(
    _ sealed: [UInt8], with passphrase: Redacted<[UInt8]>, terms: SealingTerms, header: [UInt8]
  ) throws(SealingError) -> Redacted<[UInt8]> {
    guard sealed.count >= SealingTerms.overhead else { throw .wrongKey }
    return try withKey(from: passphrase, terms) { (key) throws(SealingError) in
      // One byte more than needed: an empty array may have no address.
      let length = sealed.count - SealingTerms.overhead
      var plain = [UInt8](repeating: 0, count: length + 1)
      let code = csodium_open(
        &plain, sealed, sealed.count, header, header.count, terms.nonce, key)
      guard code == 0 else { throw .wrongKey }
      plain.removeLast()
      return Redacted(plain)
    }
  }

  private func withKey<Result>(
    from passphrase: Redacted<[UInt8]>, _ terms: SealingTerms,
    _ body: ([UInt8]) throws(SealingError) -> Result
  ) throws(SealingError) -> Result {
    if let problem = csodium_load() { throw .unavailable(String(cString: problem)) }
    let words = passphrase.reveal()
    var key = [UInt8](repeating: 0, count: Self.keyLength)
    defer { csodium_forget(&key, key.count) }
    let code = csodium_derive(
      &key, words, words.count, terms.salt, UInt64(terms.passes), terms.memory)
    guard code == 0 else { throw .noMemory }
    return try body(key)
  }
}
