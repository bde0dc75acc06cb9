import EngineCore

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
