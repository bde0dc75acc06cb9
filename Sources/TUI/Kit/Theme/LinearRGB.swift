/// Red, green and blue as amounts of light, 0 to 1.
package struct LinearRGB: Hashable, Sendable {
  /// The amounts.
  package let red, green, blue: Double

  /// Light of its parts; what lies outside counts as the nearer end.
  package init(red: Double, green: Double, blue: Double) {
    self.red = min(1, max(0, red))
    self.green = min(1, max(0, green))
    self.blue = min(1, max(0, blue))
  }

  /// The light of a colour on a screen.
  package init(_ color: RGB) {
    self.init(
      red: Self.light(color.red), green: Self.light(color.green), blue: Self.light(color.blue))
  }

  /// How bright it is, 0 to 1 (WCAG 2).
  package var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

  /// How well two colours can be told apart as text and background, 1 to 21 (WCAG 2).
  package static func contrast(_ one: RGB, _ other: RGB) -> Double {
    let (first, second) = (LinearRGB(one).luminance, LinearRGB(other).luminance)
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  private static func light(_ part: UInt8) -> Double {
    let value = Double(part) / 255
    guard value > 0.04045 else { return value / 12.92 }
    // x to the power of 2.4 without the C library: the square, times the fifth root of the square.
    let base = (value + 0.055) / 1.055
    return base * base * Root.of(base * base, 5)
  }
}
