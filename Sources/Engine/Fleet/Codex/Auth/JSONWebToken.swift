package import EngineCore

/// The payload of a JSON web token (RFC 7519), read and never verified: swop only learns from it whose
/// token it is and when it ends; the server judges it.
package struct JSONWebToken: Sendable, Hashable {
  private let payload: Redacted<JSONValue>

  /// Reads a token of three non-empty base64url parts whose second holds a JSON object; nil for
  /// anything else, for example an opaque token.
  package init?(_ token: Redacted<String>) {
    let parts = token.reveal().split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ Self.bytes(base64URL: $0) != nil }),
      let bytes = Self.bytes(base64URL: parts[1]), let value = try? JSONReader.value(in: bytes),
      value.members != nil
    else { return nil }
    payload = Redacted(value)
  }

  /// A claim by the path of names that leads to it.
  package subscript(path: String...) -> JSONValue? {
    path.reduce(payload.reveal()) { (value: JSONValue?, name) in value?[name] }
  }

  /// When the token ends, nil if it does not say.
  package var expiresAt: Date? { moment("exp") }

  /// When the token was made, nil if it does not say.
  package var issuedAt: Date? { moment("iat") }

  /// A claim in seconds since 1970; values no calendar reaches count as absent.
  private func moment(_ name: String) -> Date? {
    guard let seconds = self[name]?.double, seconds.isFinite, abs(seconds) < 1e12 else {
      return nil
    }
    return Date(timeIntervalSince1970: seconds)
  }

  /// The bytes of base64url text without padding (RFC 4648, section 5); nil if it is none, or empty.
  package static func bytes(base64URL text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (buffer, bits) = (UInt32(0), 0)
    for character in text.utf8 {
      guard let value = sextet(character) else { return nil }
      buffer = buffer << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return bits == 6 || bytes.isEmpty ? nil : bytes
  }

  private static func sextet(_ character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
