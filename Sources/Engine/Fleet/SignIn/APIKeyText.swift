package import EngineCore

/// The text of an API key as a person pipes it in.
package enum APIKeyText {
  /// The key without the white space around it; nil if it is empty, longer than 4096 bytes, or holds
  /// anything that cannot stand in a header field.
  package static func cleaned(_ text: Redacted<String>) -> Redacted<String>? {
    var bytes = Array(text.reveal().utf8)[...]
    while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    guard (1...4_096).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return Redacted(String(decoding: bytes, as: UTF8.self))
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
