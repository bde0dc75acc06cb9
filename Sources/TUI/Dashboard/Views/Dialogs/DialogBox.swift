import EngineCore
import TUIKit

/// A framed box with lines, parts of which are typed into or clicked.
struct DialogBox {
  /// A field to type into: the line it stands in, and the column it begins at.
  struct Field {
    let line: Int
    let column: Int
    let text: TextField
    let isFocused: Bool
  }

  /// Something to click.
  enum Spot {
    /// A whole line.
    case line(Int, ClickTarget)
    /// The answer that changes something.
    case confirm(columns: Int)
  }

  var title: String
  var lines: [StyledLine]
  var choices: StyledLine?
  var isDangerous = false
  var width = 0
  var fields: [Field] = []
  var spots: [Spot] = []
  /// The lines of a list that is longer, and the list.
  var list: (lines: Range<Int>, rows: RowList)?

  /// Draws it over the middle of the screen.
  func draw(_ canvas: inout Canvas, _ context: ViewContext) {
    // The module has a dialog of its own, so this is the kit's.
    let box = TUIKit.Dialog(
      title: title, lines: lines.map(context.shown), choices: choices, isDangerous: isDangerous,
      minimumWidth: width)
    let full = box.size.rows - 2
    box.draw(on: &canvas, glyphs: context.glyphs) { inner in
      let spare = inner.area.rows >= full ? 1 : 0
      let columns = inner.area.columns - 2
      for field in fields {
        let area = Rect(
          column: 1 + field.column, row: field.line + spare, columns: columns - field.column,
          rows: 1)
        field.text.draw(
          on: &inner, in: area, isFocused: field.isFocused, glyphs: context.glyphs)
      }
      if let list {
        let area = Rect(
          column: 0, row: list.lines.lowerBound + spare, columns: inner.area.columns,
          rows: list.lines.count)
        list.rows.drawScrollBar(on: &inner, in: area, context.glyphs)
      }
      place(&inner, columns: columns, spare: spare)
    }
  }

  private func place(_ inner: inout Canvas, columns: Int, spare: Int) {
    let last = inner.area.rows - 1
    if let choices {
      let start = max(1, inner.area.columns - 1 - choices.width)
      inner.addRegion(
        Rect(column: start, row: last, columns: choices.width, rows: 1),
        name: ClickTarget.dismiss.region)
      // The terminal's cursor is on the button that has the focus.
      if fields.isEmpty { inner.setCursor(column: start, row: last) }
    }
    for spot in spots {
      switch spot {
      case .line(let line, let target):
        inner.addRegion(
          Rect(column: 0, row: line + spare, columns: inner.area.columns, rows: 1),
          name: target.region)
      case .confirm(let width):
        let start = max(1, inner.area.columns - 1 - (choices?.width ?? 0))
        inner.addRegion(
          Rect(column: start, row: last, columns: width, rows: 1), name: ClickTarget.confirm.region)
      }
    }
  }
}

extension ViewContext {
  /// A line in the characters that the screen can show.
  func shown(_ line: StyledLine) -> StyledLine {
    guard glyphs == .ascii else { return line }
    return line.pieces.reduce(into: StyledLine()) { $0.append(glyphs.shown($1.text), $1.style) }
  }

  /// The button that has the focus.
  func button(_ word: String) -> StyledLine {
    var line = StyledLine("\(glyphs.pointer) ", .key)
    line.append(word, .title)
    line.append(" \(glyphs.pointerBack)", .key)
    return line
  }

  /// Keys with what they do, far apart: `⏎ sign in    Esc cancel`. What has no key is left out.
  func keys(_ pairs: [(String?, String)]) -> StyledLine {
    pairs.reduce(into: StyledLine()) { line, pair in
      guard let key = pair.0 else { return }
      if line.width > 0 { line.append("    ") }
      line.append(key, .key)
      line.append(" \(pair.1)", .muted)
    }
  }

  /// The Enter key.
  var enter: String { glyphs == .unicode ? "⏎" : "Ret" }
}
