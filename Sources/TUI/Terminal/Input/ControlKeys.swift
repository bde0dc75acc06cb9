import TUIKit

/// The keys behind the control characters.
enum ControlKeys {
  /// The stroke of a byte below 0x20, or 0x7F.
  static func stroke(_ byte: UInt8) -> KeyStroke {
    switch byte {
    case 0x09: KeyStroke(.tab)
    // Some terminals send a line feed for Enter on the number pad.
    case 0x0A, 0x0D: KeyStroke(.enter)
    case 0x08, 0x7F: KeyStroke(.backspace)
    case 0x1B: KeyStroke(.escape)
    case 0x00: KeyStroke(.character(" "), .control)
    case 0x01...0x1A: KeyStroke(.character(Character(Unicode.Scalar(byte + 0x60))), .control)
    default: KeyStroke(.character(Character(Unicode.Scalar(byte + 0x40))), .control)
    }
  }
}
