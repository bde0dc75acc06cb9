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
