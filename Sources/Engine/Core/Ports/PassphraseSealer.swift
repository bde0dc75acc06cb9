/// Seals texts with a passphrase so that nobody without it reads or changes them.
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
