package import EngineCore

/// A framed box over everything else, with a title, lines and a row of choices.
package struct Dialog: Hashable, Sendable {
  /// What stands in the frame.
  let title: String
  /// Its lines.
  let lines: [StyledLine]
  /// The row of choices below, at the right; nil for none.
  let choices: StyledLine?
  /// Whether what it is about destroys something.
  let isDangerous: Bool
  /// Columns it wants inside its frame, beyond what its lines need.
  let minimumWidth: Int

  /// A dialog of its parts.
  package init(
    title: String, lines: [StyledLine], choices: StyledLine? = nil, isDangerous: Bool = false,
    minimumWidth: Int = 0
  ) {
    self.title = title
    self.lines = lines
    self.choices = choices
    self.isDangerous = isDangerous
    self.minimumWidth = minimumWidth
  }

  /// How large it wants to be, its frame included.
  package var size: Size {
    let inner = (lines + (choices.map { [$0] } ?? [])).map(\.width).max() ?? 0
    let width = max(inner, DisplayWidth.of(title) + 2, minimumWidth)
    return Size(columns: width + 4, rows: lines.count + (choices == nil ? 3 : 5))
  }

  /// Where it stands on a screen.
  func place(in area: Rect) -> Rect { area.centered(size) }

  /// Draws it over the middle of a canvas. Nothing below it can be clicked any more; `inside` draws more
  /// within the frame, where column 1, row 1 is the place of the first line.
  package func draw(
    on canvas: inout Canvas, glyphs: GlyphSet, inside: (inout Canvas) -> Void = { _ in }
  ) {
    canvas.dropRegions()
    let place = place(in: canvas.area)
    // What is behind does not touch the frame.
    canvas.fill(place.inset(columns: -1))
    canvas.within(place) { box in
      box.fill(box.area)
      drawFrame(on: &box, glyphs)
      // A little screen loses the empty lines first.
      let spare = box.area.rows >= size.rows ? 1 : 0
      box.within(box.area.inset(columns: 1, rows: 1)) { inner in
        let room = inner.area.columns - 2
        for (index, line) in lines.enumerated() {
          inner.put(line.cut(to: room, glyphs: glyphs), column: 1, row: index + spare)
        }
        if let choices {
          inner.put(
            choices.cut(to: room, glyphs: glyphs), endingAt: inner.area.columns - 1,
            row: inner.area.rows - 1)
        }
        inside(&inner)
      }
    }
  }

  private func drawFrame(on box: inout Canvas, _ glyphs: GlyphSet) {
    let line = glyphs.line
    let role: ThemeRole = isDangerous ? .dialogDanger : .dialogFrame
    let (width, height) = (box.area.columns, box.area.rows)
    guard width >= 2, height >= 2 else { return }
    let edge = String(repeating: line.horizontal, count: width - 2)
    box.put(line.topLeft + edge + line.topRight, column: 0, row: 0, role)
    box.put(line.bottomLeft + edge + line.bottomRight, column: 0, row: height - 1, role)
    for row in 1..<max(1, height - 1) {
      box.put(line.vertical, column: 0, row: row, role)
      box.put(line.vertical, column: width - 1, row: row, role)
    }
    let text = DisplayWidth.cut(title, to: max(0, width - 6), ellipsis: glyphs.ellipsis)
    if !text.isEmpty { box.put(" \(text) ", column: 2, row: 0, Style(.title)) }
  }
}

/// A horizontal line with words in it.
package enum Rule {
  /// Draws a line over the whole width of a canvas: `── title ───── aside ──`.
  package static func draw(
    title: StyledLine = StyledLine(), aside: StyledLine = StyledLine(), row: Int = 0,
    on canvas: inout Canvas, glyphs: GlyphSet
  ) {
    let width = canvas.area.columns
    canvas.fill(
      Rect(column: 0, row: row, columns: width, rows: 1), Character(glyphs.line.horizontal),
      Style(.rule))
    let asideWidth = aside.width == 0 ? 0 : aside.width + 2
    if title.width > 0 {
      let space = StyledLine(" ")
      let cut = title.cut(to: max(0, width - 6), glyphs: glyphs)
      canvas.put(space + cut + space, column: 2, row: row)
    }
    guard asideWidth > 0, title.width + asideWidth + 6 <= width else { return }
    canvas.put(
      StyledLine(" ") + aside + StyledLine(" "), column: width - 2 - asideWidth, row: row)
  }
}
