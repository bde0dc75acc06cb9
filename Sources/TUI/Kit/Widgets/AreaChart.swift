package import EngineCore

/// An area below a step function, with an axis on the left and below, ticks and marks.
package struct AreaChart: Hashable, Sendable {
  /// A value on the left axis with its label.
  package struct Level: Hashable, Sendable {
    /// From 0 to 1.
    let value: Double
    /// What stands beside it.
    let label: String

    /// A level of its parts.
    package init(_ value: Double, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  /// Where the function changes: from this part of the width on, it has this value.
  package struct Step: Hashable, Sendable {
    /// From 0, the left end, to 1.
    let position: Double
    /// From 0 to 1.
    let value: Double

    /// A step of its parts.
    package init(at position: Double, value: Double) {
      self.position = position
      self.value = value
    }
  }

  /// The steps, from left to right, the first at 0.
  var steps: [Step]
  /// Labels of the left axis.
  var levels: [Level]
  /// The name of the lower axis, at its left end.
  var name: String
  /// Labels below the lower axis, each with a tick in it.
  var ticks: [ChartLabel]
  /// Marks in the row below those.
  var marks: [ChartLabel]

  /// A chart of its parts.
  package init(
    steps: [Step], levels: [Level] = [], name: String = "", ticks: [ChartLabel] = [],
    marks: [ChartLabel] = []
  ) {
    self.steps = steps
    self.levels = levels
    self.name = name
    self.ticks = ticks
    self.marks = marks
  }

  /// The value of each of `count` columns: that of the step its middle is in.
  static func columns(_ steps: [Step], count: Int) -> [Double] {
    (0..<max(0, count)).map { column in
      let middle = (Double(column) + 0.5) / Double(count)
      return steps.last { $0.position <= middle }?.value ?? steps.first?.value ?? 0
    }
  }

  /// Columns the labels on the left take, the axis included.
  var margin: Int {
    let widest = (levels.map(\.label) + [name]).map(DisplayWidth.of).max() ?? 0
    return widest + 2
  }

  /// Rows below the area: the axis, the ticks' labels, the marks.
  var footer: Int { 1 + (ticks.isEmpty ? 0 : 1) + (marks.isEmpty ? 0 : 1) }

  /// Draws the chart into the whole area of a canvas.
  package func draw(on canvas: inout Canvas, glyphs: GlyphSet) {
    let margin = margin
    let height = canvas.area.rows - footer
    let width = canvas.area.columns - margin
    guard height > 0, width > 0 else { return }
    let body = Rect(column: margin, row: 0, columns: width, rows: height)
    drawAxes(on: &canvas, around: body, glyphs)
    canvas.within(body) { drawArea(on: &$0, glyphs) }
    var row = height + 1
    for (labels, role) in [(ticks, ThemeRole.muted), (marks, .chartReset)] where !labels.isEmpty {
      for label in LabelRow.placed(labels, width: width) {
        canvas.put(label.text, column: margin + label.column, row: row, role)
      }
      row += 1
    }
  }

  private func drawArea(on canvas: inout Canvas, _ glyphs: GlyphSet) {
    let height = canvas.area.rows
    let values = Self.columns(steps, count: canvas.area.columns)
    var start = 0
    // Columns of one value side by side are drawn at once.
    while start < values.count {
      let value = values[start]
      let end = values[start...].firstIndex { $0 != value } ?? values.count
      let filled = min(1, max(0, value)) * Double(height)
      for row in 0..<height {
        let part = filled - Double(height - 1 - row)
        guard let glyph = Sparkline.area(part, glyphs: glyphs) else { continue }
        let place = Rect(column: start, row: row, columns: end - start, rows: 1)
        canvas.fill(place, Character(glyph), Style(.chart))
      }
      start = end
    }
  }

  private func drawAxes(on canvas: inout Canvas, around body: Rect, _ glyphs: GlyphSet) {
    let line = glyphs.line
    let (left, height, width) = (body.column - 1, body.rows, body.columns)
    for row in 0..<height { canvas.put(line.teeLeft, column: left, row: row, .rule) }
    for level in levels {
      let row = min(height - 1, max(0, Int((1 - level.value) * Double(height))))
      canvas.put(StyledLine(level.label, .muted), endingAt: left - 1, row: row)
    }
    canvas.put(StyledLine(name, .muted), endingAt: left - 1, row: height)
    let axis = line.origin + String(repeating: line.horizontal, count: width)
    canvas.put(axis, column: left, row: height, .rule)
    for tick in ticks where tick.column > 0 && tick.column < width {
      canvas.put(line.teeUp, column: body.column + tick.column, row: height, .rule)
    }
  }
}

/// A label below a chart: what it says, and the column it belongs to.
package struct ChartLabel: Hashable, Sendable {
  /// The column of the chart it belongs to, from 0.
  let column: Int
  /// What it says if there is room.
  let text: String
  /// What it says otherwise; empty for nothing.
  let short: String
  /// Who goes first when labels are too close: the lowest.
  let rank: Int

  /// A label of its parts.
  package init(column: Int, text: String, short: String = "", rank: Int = 0) {
    self.column = column
    self.text = text
    self.short = short
    self.rank = rank
  }
}

/// Labels in one row, none over another: each begins at its column, moves left at the end of the row, takes
/// its short form or is left out where there is no room.
package enum LabelRow {
  /// A label that has its place.
  package struct Placed: Hashable, Sendable {
    /// Where it begins.
    package let column: Int
    /// What it says.
    package let text: String
  }

  /// The labels that fit, from left to right; one column stays free between two.
  package static func placed(_ labels: [ChartLabel], width: Int) -> [Placed] {
    var taken: [(columns: Range<Int>, place: Placed)] = []
    let order = labels.enumerated().sorted {
      (-$0.element.rank, $0.offset) < (-$1.element.rank, $1.offset)
    }
    for (_, label) in order {
      for text in [label.text, label.short] where !text.isEmpty {
        let columns = DisplayWidth.of(text)
        guard columns <= width, label.column < width else { continue }
        let start = max(0, min(label.column, width - columns))
        let end = start + columns
        let isFree = taken.allSatisfy {
          $0.columns.upperBound < start || end < $0.columns.lowerBound
        }
        guard isFree else { continue }
        taken.append((start..<end, Placed(column: start, text: text)))
        break
      }
    }
    return taken.map(\.place).sorted { $0.column < $1.column }
  }
}
