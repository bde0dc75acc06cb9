/// Which columns of a table there is room for, and where they stand.
package struct TableLayout: Hashable, Sendable {
  /// A column that has its place.
  package struct Placed: Hashable, Sendable {
    /// Its number in the table.
    package let index: Int
    /// Where it begins.
    package let column: Int
    /// How wide it is.
    package let width: Int
  }

  /// The columns, from left to right.
  package let columns: [Placed]

  /// The layout in a width: columns leave in their order until the rest fits, then those that can use
  /// more get it, evenly.
  package init(_ columns: [TableColumn], width: Int) {
    var present = Array(columns.indices)
    func needed(_ indices: [Int]) -> Int {
      indices.reduce(0) { $0 + columns[$1].minimum + columns[$1].gap }
    }
    while needed(present) > width,
      let leaver = present.filter({ columns[$0].leaves != nil })
        .min(by: { (columns[$0].leaves ?? 0, $1) < (columns[$1].leaves ?? 0, $0) })
    {
      present.removeAll { $0 == leaver }
    }
    let gaps = present.reduce(0) { $0 + columns[$1].gap }
    let widths = Split.extents(
      of: present.map { .flexible(columns[$0].minimum, upTo: columns[$0].maximum) },
      in: max(0, width - gaps))
    var place = 0
    var placed: [Placed] = []
    for (index, given) in zip(present, widths) where given > 0 {
      place += columns[index].gap
      placed.append(Placed(index: index, column: place, width: given))
      place += given
    }
    self.columns = placed
  }

  /// Whether a column is there.
  package func has(_ index: Int) -> Bool { columns.contains { $0.index == index } }
}
