import EngineCore

/// Seals nothing and checks everything: an export shows its passphrase, and opens only with it. The real
/// seal is tested where it is made; here it would only take time.
struct PlainSealer: PassphraseSealer {
  func seal(
    _ text: Redacted<[UInt8]>, with passphrase: Redacted<[UInt8]>, terms: SealingTerms,
    header: [UInt8]
  ) throws(SealingError) -> [UInt8] {
    mark(passphrase, header) + text.reveal()
  }

  func open(
    _ sealed: [UInt8], with passphrase: Redacted<[UInt8]>, terms: SealingTerms, header: [UInt8]
  ) throws(SealingError) -> Redacted<[UInt8]> {
    let mark = mark(passphrase, header)
    guard sealed.starts(with: mark) else { throw .wrongKey }
    return Redacted(Array(sealed.dropFirst(mark.count)))
  }

  private func mark(_ passphrase: Redacted<[UInt8]>, _ header: [UInt8]) -> [UInt8] {
    passphrase.reveal() + [0] + header + [0]
  }
}
