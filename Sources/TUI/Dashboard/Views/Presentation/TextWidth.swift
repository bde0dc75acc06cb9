import EngineCore

/// The columns of a text, fast where all of it is ASCII: lists of a thousand names are measured at every
/// frame.
enum TextWidth {
  static func of(_ text: String) -> Int {
    let bytes = text.utf8
    return bytes.allSatisfy { $0 < 0x80 } ? bytes.count : DisplayWidth.of(text)
  }
}
