import EngineCore
import Testing

@testable import TUIKit

@Suite("Meter")
struct MeterTests {
  private static let cases: [(left: Double, pace: Double?, unicode: String, ascii: String)] = [
    (0, nil, "░░░░░░░░░░", "----------"),
    (0.4, nil, "▇░░░░░░░░░", "#---------"),
    (15, nil, "▇▇░░░░░░░░", "##--------"),
    (50, nil, "▇▇▇▇▇░░░░░", "#####-----"),
    (99.9, nil, "▇▇▇▇▇▇▇▇▇░", "#########-"),
    (100, nil, "▇▇▇▇▇▇▇▇▇▇", "##########"),
    (64, 45, "▇▇▇▇┃▇░░░░", "####|#----"),
    (46, 100, "▇▇▇▇▇░░░░┃", "#####----|"),
    (30, 0, "┃▇▇░░░░░░░", "|##-------"),
    (-3, nil, "░░░░░░░░░░", "----------"),
    (140, nil, "▇▇▇▇▇▇▇▇▇▇", "##########"),
    (.nan, nil, "░░░░░░░░░░", "----------"),
  ]

  @Test("fills what is left, to a whole column", arguments: cases)
  func fill(left: Double, pace: Double?, unicode: String, ascii: String) {
    let meter = Meter(left: left, pace: pace)

    #expect(meter.line(width: 10, glyphs: .unicode).text == unicode)
    #expect(meter.line(width: 10, glyphs: .ascii).text == ascii)
  }

  @Test("the marker does not hide the only sign that something is left")
  func marker() {
    let meter = Meter(left: 9, pace: 3)

    #expect(meter.line(width: 10, glyphs: .unicode).text == "▇░░░░░░░░░")
    #expect(meter.line(width: 10, glyphs: .ascii).text == "#---------")
  }

  @Test(
    "is empty only when nothing is left and full only when nothing was used, in every width",
    arguments: [GlyphSet.unicode, .ascii])
  func ends(glyphs: GlyphSet) {
    for width in 2...40 {
      let empty = Meter(left: 0).line(width: width, glyphs: glyphs).text
      let full = Meter(left: 100).line(width: width, glyphs: glyphs).text
      for tenths in 1..<1_000 {
        let text = Meter(left: Double(tenths) / 10).line(width: width, glyphs: glyphs).text
        #expect(text != empty && text != full, "\(tenths) tenths in \(width) columns")
        #expect(DisplayWidth.of(text) == width)
      }
    }
  }

  @Test("only the fill has the colour of the amount; an old reading is dimmed")
  func roles() {
    let line = Meter(left: 30, pace: 60).line(width: 10, glyphs: .ascii, isStale: true)

    #expect(
      line.pieces.map(\.style) == [
        Style(.barCaution, .dim), Style(.track, .dim), Style(.pace, .dim), Style(.track, .dim),
      ])
  }

  @Test(
    "above 35 is plenty, above 15 caution, the rest danger",
    arguments: [
      (100.0, ThemeRole.barHigh), (35.1, .barHigh), (35, .barCaution), (15.1, .barCaution),
      (15, .barDanger), (0, .barDanger),
    ])
  func role(left: Double, role: ThemeRole) {
    #expect(Meter.role(left: left) == role)
  }

  @Test("what is unknown is dots, never an empty bar")
  func unknown() {
    #expect(Meter.unknown(width: 4, glyphs: .unicode).text == "····")
    #expect(Meter.unknown(width: 4, glyphs: .ascii).text == "....")
  }
}
