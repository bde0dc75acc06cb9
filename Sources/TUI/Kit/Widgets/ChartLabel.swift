/// A label below a chart: what it says, and the column it belongs to.
package struct ChartLabel: Hashable, Sendable {
  /// The column of the chart it belongs to, from 0.
  package let column: Int
  /// What it says if there is room.
  package let text: String
  /// What it says otherwise; empty for nothing.
  package let short: String
  /// Who goes first when labels are too close: the lowest.
  package let rank: Int

  /// A label of its parts.
  package init(column: Int, text: String, short: String = "", rank: Int = 0) {
    self.column = column
    self.text = text
    self.short = short
    self.rank = rank
  }
}
