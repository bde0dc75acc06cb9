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
  package static func nearest(_ color: RGB) -> UInt8 {
    let wanted = Lab(color)
    let index = (16...255).min { one, other in
      wanted.distance(to: Lab(table(UInt8(one)))) < wanted.distance(to: Lab(table(UInt8(other))))
    }
    return UInt8(index ?? 16)
  }

  /// What a colour of the table looks like: the cube and the greys are fixed, the first 16 as xterm has
  /// them.
  package static func table(_ index: UInt8) -> RGB {
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
