import EngineCore
import Testing

@testable import TUIKit

@Suite("Area chart")
struct AreaChartTests {
  private static let chart = AreaChart(
    steps: [.init(at: 0, value: 0.5), .init(at: 0.5, value: 1)],
    levels: [.init(1, "100%"), .init(0.5, "50%")], name: "week",
    ticks: [ChartLabel(column: 0, text: "now"), ChartLabel(column: 6, text: "Fri")],
    marks: [ChartLabel(column: 6, text: "^1 work", short: "^1")])

  private static func drawn(_ chart: AreaChart, _ size: Size, _ glyphs: GlyphSet) -> String {
    var canvas = Canvas(size)
    chart.draw(on: &canvas, glyphs: glyphs)
    return canvas.frame.text
  }

  @Test("draws the steps over an axis with levels, ticks and marks")
  func whole() {
    #expect(
      Self.drawn(Self.chart, Size(columns: 18, rows: 7), .unicode) == """
        100% ┤      ██████
             ┤      ██████
         50% ┤████████████
             ┤████████████
        week └──────┴─────
              now   Fri
                   ^1 work
        """)
  }

  @Test("has the same shape in ASCII")
  func ascii() {
    #expect(
      Self.drawn(Self.chart, Size(columns: 18, rows: 7), .ascii) == """
        100% +      ######
             +      ######
         50% +############
             +############
        week +------+-----
              now   Fri
                   ^1 work
        """)
  }

  @Test("a column has the value of the step its middle is in")
  func columns() {
    #expect(AreaChart.columns(Self.chart.steps, count: 4) == [0.5, 0.5, 1, 1])
    #expect(AreaChart.columns(Self.chart.steps, count: 1) == [1])
    #expect(AreaChart.columns([], count: 2) == [0, 0])
  }

  @Test("without room for itself it draws nothing, and never outside")
  func tiny() {
    for columns in 0...20 {
      for rows in 0...9 {
        let text = Self.drawn(Self.chart, Size(columns: columns, rows: rows), .unicode)
        if rows < 4 || columns < 7 { #expect(text.allSatisfy { $0 == "\n" }) }
      }
    }
  }
}

@Suite("Labels in a row")
struct LabelRowTests {
  private static func text(_ labels: [ChartLabel], _ width: Int) -> [String] {
    LabelRow.placed(labels, width: width).map { "\($0.column) \($0.text)" }
  }

  @Test(
    "a label that would touch another takes its short form or is left out, the higher rank first")
  func crowded() {
    let labels = [
      ChartLabel(column: 0, text: "one", short: "1"), ChartLabel(column: 2, text: "two", rank: 1),
      ChartLabel(column: 3, text: "three"),
    ]

    #expect(Self.text(labels, 10) == ["0 1", "2 two"])
  }

  @Test("a label at the end of the row moves left, one beyond it is left out")
  func atTheEnd() {
    #expect(Self.text([ChartLabel(column: 8, text: "last")], 10) == ["6 last"])
    #expect(Self.text([ChartLabel(column: 10, text: "gone")], 10) == [])
    #expect(Self.text([ChartLabel(column: 0, text: "too long")], 5) == [])
  }
}
