// A frame as text: what golden files hold. A layer of letters below the characters says how each is meant.
extension Frame {
  /// The characters, one line a row, spaces at the ends removed.
  package var text: String { layer { cell in cell.isCovered ? "" : String(cell.character) } }

  /// The role of each cell as one letter (`ThemeRole.letter`); plain text is a space.
  package var roleText: String { layer { String($0.style.role.letter) } }

  /// What each cell has beside its role, as one digit: 1 bold, 2 dim, 4 underline, 8 reverse, added up, and
  /// as a letter from `g` on where it is selected too; nothing is a space.
  package var attributeText: String { layer { Self.attributeMark($0.style) } }

  /// Characters, roles and attributes, each under a heading, with where the cursor is.
  package var goldenText: String {
    let cursor = cursor.map { "column \($0.column), row \($0.row)" } ?? "nowhere"
    return """
      \(size.columns)x\(size.rows), cursor \(cursor)\(showsCursor ? ", visible" : "")
      \(text)
      ~~ roles
      \(roleText)
      ~~ attributes
      \(attributeText)

      """
  }

  private func layer(_ mark: (Cell) -> String) -> String {
    (0..<size.rows).map { row in
      var line = self.row(row).reduce(into: "") { $0 += mark($1) }
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  private static func attributeMark(_ style: Style) -> String {
    let marks = Array(" 123456789abcdefghijklmnopqrstuv")
    return String(marks[Int(style.attributes.rawValue) + (style.isSelected ? 16 : 0)])
  }
}
