/// A colour as eyes measure it (CIE L*a*b*, D65), and its luminance for contrast.
package struct Lab: Hashable, Sendable {
  /// Lightness 0 to 100, green to red, blue to yellow.
  package let lightness, a, b: Double

  /// The colour of red, green and blue.
  package init(_ color: RGB) {
    self.init(LinearRGB(color))
  }

  /// The colour of linear light.
  package init(_ light: LinearRGB) {
    let x = 0.4124564 * light.red + 0.3575761 * light.green + 0.1804375 * light.blue
    let y = 0.2126729 * light.red + 0.7151522 * light.green + 0.0721750 * light.blue
    let z = 0.0193339 * light.red + 0.1191920 * light.green + 0.9503041 * light.blue
    let (fx, fy, fz) = (Self.curve(x / 0.95047), Self.curve(y), Self.curve(z / 1.08883))
    lightness = 116 * fy - 16
    a = 500 * (fx - fy)
    b = 200 * (fy - fz)
  }

  /// How far another colour is (CIE76): about 2 can just be told apart.
  package func distance(to other: Lab) -> Double {
    let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
    return (dl * dl + da * da + db * db).squareRoot()
  }

  private static func curve(_ value: Double) -> Double {
    value > 216.0 / 24_389 ? Root.of(value, 3) : (24_389.0 / 27 * value + 16) / 116
  }
}
