package import EngineKernel

/// Rows of cells below headings.
package struct Table: Hashable, Sendable {
  /// One row.
  package struct Row: Hashable, Sendable {
    /// One line for each column of the table, present or not.
    package let cells: [StyledLine]
    /// Text that stands instead of all cells from a column on; nil for none.
    package let note: (from: Int, text: StyledLine)?
    /// Its name, for clicks.
    package let name: String

    /// A row of its parts.
    package init(
      _ cells: [StyledLine], name: String, note: (from: Int, text: StyledLine)? = nil
    ) {
      self.cells = cells
      self.name = name
      self.note = note
    }

    package static func == (left: Row, right: Row) -> Bool {
      left.cells == right.cells && left.name == right.name && left.note?.from == right.note?.from
        && left.note?.text == right.note?.text
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(cells)
      hasher.combine(name)
    }
  }

  /// The columns.
  package let columns: [TableColumn]
  /// The rows.
  package let rows: [Row]
  /// The selected row, nil for none.
  package let selected: Int?
  /// The first row that is shown.
  package let offset: Int

  /// A table of its parts.
  package init(columns: [TableColumn], rows: [Row], selected: Int?, offset: Int = 0) {
    self.columns = columns
    self.rows = rows
    self.selected = selected
    self.offset = offset
  }

  /// Draws headings in the first row of a canvas and rows below. The selected row is marked in the first
  /// column and holds the terminal's cursor.
  package func draw(on canvas: inout Canvas, glyphs: GlyphSet, hasHeader: Bool = true) {
    let layout = TableLayout(columns, width: canvas.area.columns)
    let top = hasHeader ? 1 : 0
    if hasHeader { drawHeader(on: &canvas, layout, glyphs) }
    let height = canvas.area.rows - top
    let first = ScrollWindow.offset(
      selected: selected, count: rows.count, height: height, from: offset)
    for index in first..<min(rows.count, first + max(0, height)) {
      draw(index, at: top + index - first, on: &canvas, layout, glyphs)
    }
  }

  private func drawHeader(on canvas: inout Canvas, _ layout: TableLayout, _ glyphs: GlyphSet) {
    for place in layout.columns {
      put(StyledLine(columns[place.index].title, .muted), place, row: 0, on: &canvas, glyphs)
    }
  }

  private func draw(
    _ index: Int, at row: Int, on canvas: inout Canvas, _ layout: TableLayout, _ glyphs: GlyphSet
  ) {
    let content = rows[index]
    let noteStart = content.note?.from ?? .max
    for place in layout.columns where place.index < noteStart {
      put(content.cells[place.index], place, row: row, on: &canvas, glyphs)
    }
    if let note = content.note, let place = layout.columns.first(where: { $0.index >= note.from }) {
      let room = canvas.area.columns - place.column
      canvas.put(note.text.cut(to: room, glyphs: glyphs), column: place.column, row: row)
    }
    let line = Rect(column: 0, row: row, columns: canvas.area.columns, rows: 1)
    canvas.addRegion(line, name: content.name)
    guard index == selected else { return }
    canvas.put(glyphs.selection, column: 0, row: row, .key)
    canvas.select(line)
    canvas.setCursor(column: 0, row: row)
  }

  private func put(
    _ line: StyledLine, _ place: TableLayout.Placed, row: Int, on canvas: inout Canvas,
    _ glyphs: GlyphSet
  ) {
    let line = line.cut(to: place.width, glyphs: glyphs)
    switch columns[place.index].alignment {
    case .leading: canvas.put(line, column: place.column, row: row)
    case .trailing: canvas.put(line, endingAt: place.column + place.width, row: row)
    }
  }
}
