import Testing

@testable import EngineCore

@Suite("Percent")
struct PercentTests {
  @Test(
    "0% only when nothing is left, 100% only when untouched",
    arguments: [
      (0.0, "0%", 0), (0.001, "<1%", 0), (0.5, "<1%", 0), (0.99, "<1%", 0), (1, "1%", 1),
      (1.4, "1%", 1), (1.5, "2%", 2), (15, "15%", 15), (99, "99%", 99), (99.4, "99%", 99),
      (99.5, "99%", 99), (99.999, "99%", 99), (100, "100%", 100), (120, "100%", 100),
      (-4, "0%", 0), (.nan, "0%", 0), (.infinity, "100%", 100),
    ])
  func rounding(left: Double, text: String, whole: Int) {
    #expect(Percent.text(left: left) == text)
    #expect(Percent.whole(left: left) == whole)
  }
}
