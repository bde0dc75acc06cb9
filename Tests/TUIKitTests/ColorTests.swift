import EngineCore
import Testing

@testable import TUIKit

@Suite("Colours")
struct ColorTests {
  @Test("every fixed colour of the table is its own nearest")
  func fixedPoints() {
    // The cube and the greys share a few colours, of which the first is taken.
    let others = (16...255).filter { index in
      let color = ColorQuantizer.table(UInt8(index))
      return ColorQuantizer.table(ColorQuantizer.nearest(color)) != color
    }

    #expect(others == [])
  }

  @Test("the first sixteen belong to the user and are never chosen")
  func userColors() {
    let chosen = stride(from: 0, to: 256, by: 15).map { part in
      ColorQuantizer.nearest(RGB(UInt8(part), 0, UInt8(255 - part)))
    }

    #expect(chosen.allSatisfy { $0 >= 16 })
  }

  @Test(
    "a colour becomes a number of the terminal",
    arguments: [
      (.rgb(RGB(255, 0, 0)), .sixteen, 9), (.rgb(RGB(255, 0, 0)), .indexed, 196),
      (.rgb(RGB(255, 0, 0)), .direct, 0xFF0000), (.rgb(RGB(255, 0, 0)), .mono, -1),
      (.index(5), .sixteen, 5), (.index(5), .indexed, 5), (.index(196), .sixteen, 9),
      (.standard, .direct, -1),
    ] as [(ThemeColor, ColorProfile, Int)])
  func numbers(color: ThemeColor, profile: ColorProfile, number: Int) {
    #expect(ColorQuantizer.number(of: color, in: profile) == number)
  }

  @Test("distance and contrast are those of the literature")
  func measures() {
    let (black, white) = (RGB(0, 0, 0), RGB(255, 255, 255))

    #expect(abs(Lab(white).lightness - 100) < 0.01)
    #expect(abs(Lab(black).distance(to: Lab(white)) - 100) < 0.01)
    #expect(abs(LinearRGB.contrast(black, white) - 21) < 0.001)
    // Red in CIE L*a*b*, D65.
    #expect(Lab(RGB(255, 0, 0)).distance(to: Lab(RGB(255, 0, 0))) == 0)
    #expect(abs(Lab(RGB(255, 0, 0)).lightness - 53.24) < 0.01)
  }

  @Test(
    "the colours of a terminal follow wish, entry and environment",
    arguments: [
      (false, 256, true, "truecolor", .mono), (true, 256, true, "truecolor", .direct),
      (true, 256, false, "truecolor", .indexed), (true, 256, true, "", .indexed),
      (true, 16, false, "", .sixteen), (true, 8, false, "", .sixteen), (true, -1, false, "", .mono),
    ] as [(Bool, Int, Bool, String, ColorProfile)])
  func profile(wants: Bool, colors: Int, direct: Bool, word: String, expected: ColorProfile) {
    let variables = ProcessEnvironment(["COLORTERM": word])

    let profile = ColorProfile(
      wantsColor: wants, colors: colors, isDirect: direct, variables: variables)

    #expect(profile == expected)
  }
}
