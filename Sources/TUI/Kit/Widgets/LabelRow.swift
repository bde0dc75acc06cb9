import EngineKernel

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
    var taken: [Placed] = []
    let order = labels.enumerated().sorted {
      (-$0.element.rank, $0.offset) < (-$1.element.rank, $1.offset)
    }
    for (_, label) in order {
      for text in [label.text, label.short] where !text.isEmpty {
        let columns = DisplayWidth.of(text)
        guard columns <= width, label.column < width else { continue }
        let place = Placed(column: max(0, min(label.column, width - columns)), text: text)
        guard taken.allSatisfy({ isApart($0, place) }) else { continue }
        taken.append(place)
        break
      }
    }
    return taken.sorted { $0.column < $1.column }
  }

  private static func isApart(_ one: Placed, _ other: Placed) -> Bool {
    one.column + DisplayWidth.of(one.text) < other.column
      || other.column + DisplayWidth.of(other.text) < one.column
  }
}
