package import EngineCore

/// One client's token as it is kept: its digest, never itself.
package struct ClientToken: Hashable, Sendable, Codable {
  /// How many random bytes a new token has.
  package static let byteCount = 32

  /// The name under which it is listed and revoked.
  package let name: String
  /// The SHA-256 digest of the token, 64 hexadecimal digits.
  package let digest: String

  /// Takes a token as it was stored.
  package init(name: String, digest: String) {
    self.name = name
    self.digest = digest
  }

  /// The stored form of a token.
  package init(name: String, token: Redacted<String>) {
    self.init(name: name, digest: SHA256.hexadecimal(token.reveal()))
  }

  /// A fresh token: 64 hexadecimal digits.
  package static func fresh(from random: any RandomSource) -> Redacted<String> {
    Redacted(Hexadecimal.text(random.bytes(byteCount)))
  }

  /// The client that shows `token`, nil if it is nobody's. Every token is compared, and each to its
  /// end, so that the time it takes tells nothing.
  package static func owner(of token: Redacted<String>, among tokens: [ClientToken]) -> String? {
    let shown = Array(SHA256.hexadecimal(token.reveal()).utf8)
    var owner: String?
    for known in tokens where isEqual(shown, Array(known.digest.utf8)) { owner = known.name }
    return owner
  }

  /// Compares in a time that depends on the length alone.
  static func isEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count, !one.isEmpty else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
