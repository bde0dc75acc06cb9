import EngineCore
import TUIKit
import Testing

@Suite("Sparkline")
struct SparklineTests {
  @Test("one row has eight levels, or ten digits; what is outside counts as the nearer end")
  func levels() {
    let values = [-1, 0, 0.1, 0.25, 0.5, 0.75, 0.99, 1, 7, .nan]

    #expect(Sparkline.text(values, glyphs: .unicode) == "▁▁▁▂▄▆██" + "█▁")
    #expect(Sparkline.text(values, glyphs: .ascii) == "0012579990")
  }

  @Test("several rows show more of the same, nothing as a line along the foot")
  func rows() {
    let values = [0, 0.25, 0.5, 0.75, 1]

    #expect(Sparkline.rows(values, rows: 2, glyphs: .unicode) == ["   ▄█", "▁▄███"])
    #expect(Sparkline.rows(values, rows: 2, glyphs: .ascii) == ["   ##", ".####"])
    #expect(
      Sparkline.rows(values, rows: 1, glyphs: .unicode)
        == [Sparkline.text(values, glyphs: .unicode)])
  }

  @Test("columns that share values show the largest, and few values are repeated")
  func columns() {
    #expect(Sparkline.columns([1, 5, 2, 3, 4, 0], width: 3) == [5, 3, 4])
    #expect(Sparkline.columns([1, 2], width: 4) == [1, 1, 2, 2])
    #expect(Sparkline.columns([], width: 4) == [])
    #expect(Sparkline.columns([1], width: 0) == [])
  }

  @Test("the largest value has the whole height; nothing used stays nothing")
  func scaled() {
    #expect(Sparkline.scaled([0, 2, 4]) == [0, 0.5, 1])
    #expect(Sparkline.scaled([0, 0]) == [0, 0])
  }
}
