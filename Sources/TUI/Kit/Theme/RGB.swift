/// A colour by its parts, as screens show it (sRGB).
package struct RGB: Hashable, Sendable {
  /// Its parts, 0 to 255.
  package let red, green, blue: UInt8

  /// A colour of its parts.
  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Reads `#RRGGBB` or `#RGB`.
  package init?(_ text: some StringProtocol) {
    guard text.first == "#", text.dropFirst().allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      return nil
    }
    let digits = text.dropFirst().compactMap { $0.hexDigitValue.map(UInt8.init) }
    switch digits.count {
    case 3: self.init(digits[0] * 17, digits[1] * 17, digits[2] * 17)
    case 6:
      self.init(
        digits[0] * 16 + digits[1], digits[2] * 16 + digits[3], digits[4] * 16 + digits[5])
    default: return nil
    }
  }
}
