package import EngineCore

/// A colour by its parts, as screens show it (sRGB).
package struct RGB: Hashable, Sendable {
  /// Its parts, 0 to 255.
  let red, green, blue: UInt8

  /// A colour of its parts.
  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Reads `#RRGGBB` or `#RGB`.
  init?(_ text: some StringProtocol) {
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

/// Red, green and blue as amounts of light, 0 to 1.
struct LinearRGB: Hashable, Sendable {
  /// The amounts.
  let red, green, blue: Double

  /// Light of its parts; what is outside counts as the nearer end.
  init(red: Double, green: Double, blue: Double) {
    self.red = min(1, max(0, red))
    self.green = min(1, max(0, green))
    self.blue = min(1, max(0, blue))
  }

  /// The light of a colour on a screen.
  init(_ color: RGB) {
    self.init(
      red: Self.light(color.red), green: Self.light(color.green), blue: Self.light(color.blue))
  }

  /// How bright it is, 0 to 1 (WCAG 2).
  var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

  /// How well two colours can be told apart as text and background, 1 to 21 (WCAG 2).
  static func contrast(_ one: RGB, _ other: RGB) -> Double {
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

/// A colour as eyes measure it (CIE L*a*b*, D65), and its luminance for contrast.
package struct Lab: Hashable, Sendable {
  /// Lightness 0 to 100, green to red, blue to yellow.
  let lightness, a, b: Double

  /// The colour of red, green and blue.
  init(_ color: RGB) {
    self.init(LinearRGB(color))
  }

  /// The colour of linear light.
  init(_ light: LinearRGB) {
    let x = 0.4124564 * light.red + 0.3575761 * light.green + 0.1804375 * light.blue
    let y = 0.2126729 * light.red + 0.7151522 * light.green + 0.0721750 * light.blue
    let z = 0.0193339 * light.red + 0.1191920 * light.green + 0.9503041 * light.blue
    let (fx, fy, fz) = (Self.curve(x / 0.95047), Self.curve(y), Self.curve(z / 1.08883))
    lightness = 116 * fy - 16
    a = 500 * (fx - fy)
    b = 200 * (fy - fz)
  }

  /// How far another colour is (CIE76): about 2 can just be told apart.
  func distance(to other: Lab) -> Double {
    let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
    return (dl * dl + da * da + db * db).squareRoot()
  }

  private static func curve(_ value: Double) -> Double {
    value > 216.0 / 24_389 ? Root.of(value, 3) : (24_389.0 / 27 * value + 16) / 116
  }
}

/// Roots by Newton's steps: the one thing of the C library that colours need.
enum Root {
  /// The root of `value` of a degree; 0 for what is not above 0.
  static func of(_ value: Double, _ degree: Int) -> Double {
    guard value > 0 else { return 0 }
    var root = value > 1 ? value : 1
    // Each step doubles the correct digits once it is near; forty are enough from 1 down to 1e-6.
    for _ in 0..<40 {
      var power = 1.0
      for _ in 1..<degree { power *= root }
      root = (Double(degree - 1) * root + value / power) / Double(degree)
    }
    return root
  }
}

/// Finds the nearest colours a terminal has, as eyes see them.
package enum ColorQuantizer {
  /// The number of a colour on a terminal; -1 for the terminal's own.
  ///
  /// - Parameters:
  ///   - color: the colour.
  ///   - profile: how many colours the terminal has.
  /// - Returns: An index of its table, or red, green and blue in one number where it has them all.
  package static func number(of color: ThemeColor, in profile: ColorProfile) -> Int {
    switch (color, profile) {
    case (.standard, _), (_, .mono): -1
    case (.index(let index), .sixteen): index < 16 ? Int(index) : nearestOfSixteen(table(index))
    case (.index(let index), .indexed): Int(index)
    case (.index(let index), .direct): index < 8 ? Int(index) : packed(table(index))
    case (.rgb(let color), .sixteen): nearestOfSixteen(color)
    case (.rgb(let color), .indexed): Int(nearest(color))
    case (.rgb(let color), .direct): packed(color)
    }
  }

  /// The nearest of the 240 fixed colours, 16 to 255. The first 16 belong to the user.
  static func nearest(_ color: RGB) -> UInt8 {
    let wanted = Lab(color)
    let index = (16...255).min { one, other in
      wanted.distance(to: Lab(table(UInt8(one)))) < wanted.distance(to: Lab(table(UInt8(other))))
    }
    return UInt8(index ?? 16)
  }

  /// What a colour of the table looks like: the cube and the greys are fixed, the first 16 as xterm has
  /// them.
  static func table(_ index: UInt8) -> RGB {
    if index < 16 { return sixteen[Int(index)] }
    if index >= 232 {
      let grey = 8 + 10 * (index - 232)
      return RGB(grey, grey, grey)
    }
    let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
    let cube = Int(index) - 16
    return RGB(steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6])
  }

  private static func nearestOfSixteen(_ color: RGB) -> Int {
    let wanted = Lab(color)
    return sixteen.indices.min { one, other in
      wanted.distance(to: Lab(sixteen[one])) < wanted.distance(to: Lab(sixteen[other]))
    } ?? 7
  }

  private static func packed(_ color: RGB) -> Int {
    Int(color.red) << 16 | Int(color.green) << 8 | Int(color.blue)
  }

  private static let sixteen: [RGB] = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238),
    RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229), RGB(127, 127, 127), RGB(255, 0, 0),
    RGB(0, 255, 0), RGB(255, 255, 0), RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255),
    RGB(255, 255, 255),
  ]
}

/// How many colours there are.
package enum ColorProfile: String, Hashable, Sendable, CaseIterable {
  /// None; attributes only.
  case mono
  /// The terminal's own eight or sixteen.
  case sixteen = "16"
  /// The table of 256.
  case indexed = "256"
  /// Every colour by its parts.
  case direct = "24-bit"

  /// The colours of a terminal.
  ///
  /// - Parameters:
  ///   - wantsColor: what the option, the environment and the settings come to; false is mono.
  ///   - colors: how many colours its entry in the terminal database has.
  ///   - isDirect: whether that entry takes colours by their parts.
  ///   - variables: the environment, which says whether the terminal shows them.
  package init(wantsColor: Bool, colors: Int, isDirect: Bool, variables: ProcessEnvironment) {
    let term = variables.nonEmpty("COLORTERM")
    if !wantsColor {
      self = .mono
    } else if isDirect, term == "truecolor" || term == "24bit" {
      self = .direct
    } else if colors >= 256 {
      self = .indexed
    } else {
      self = colors >= 8 ? .sixteen : .mono
    }
  }
}
