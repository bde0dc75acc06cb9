import EngineCore

/// A short name for a text that must not be shown or that must be the same in every run: FNV-1a, 64 bits.
/// It keeps nothing secret from somebody who can guess the text; the stand-in's tokens are random.
enum StableHash {
  /// 16 hexadecimal digits.
  static func hexadecimal(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Hexadecimal.text((0..<8).map { UInt8(truncatingIfNeeded: hash >> (56 - 8 * $0)) })
  }
}
