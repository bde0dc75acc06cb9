extension Frame {
  /// The characters, one line a row, spaces at the ends removed.
  package var text: String { layer { cell in cell.isCovered ? "" : String(cell.character) } }

  /// One line a row of a mark for each cell, spaces at the ends removed.
  package func layer(_ mark: (Cell) -> String) -> String {
    (0..<size.rows).map { row in
      var line = self.row(row).reduce(into: "") { $0 += mark($1) }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}
