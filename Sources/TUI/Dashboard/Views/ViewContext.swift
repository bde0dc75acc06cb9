import Engine
import EngineCore
import TUIKit

/// What every view needs: the state, the characters that draw, the clock, and what follows from them.
struct ViewContext {
  let state: DashboardState
  let glyphs: GlyphSet
  let clock: ScreenClock
  /// The rows that the filter leaves, in their order.
  let visible: AccountRows

  init(_ state: DashboardState) {
    self.state = state
    glyphs = state.glyphs
    clock = ScreenClock(state)
    visible = state.accounts.visible
  }

  /// The rows of the account list, of which one is chosen.
  var accountList: RowList {
    RowList(
      count: visible.count, chosen: state.accounts.selectedRow,
      hasCursor: state.focus == .accounts)
  }

  /// Whether words have to be few.
  var isNarrow: Bool { state.size.columns < 66 }

  /// What all accounts have left together.
  var pool: Pool { state.accounts.pool }

  /// The resets that are still to come, soonest first.
  var resets: ArraySlice<Pool.Reset> { pool.resets.drop { $0.at <= state.now } }

  /// The entry of an account, nil if it is gone.
  func entry(_ id: AccountID) -> AccountEntry? { state.accounts[id] }

  /// The sign of something that takes time; nil while nothing is shown of it.
  func spinner(_ progress: Progress?) -> String? {
    guard let progress, progress.stage(at: state.now) != .hidden else { return nil }
    return state.mode.isQuiet
      ? glyphs.ellipsis : glyphs.spinner(after: state.now.timeIntervalSince(progress.startedAt))
  }

  /// Something that takes time in words: a spinner and a verb, after a while how long and how to cancel.
  func words(_ progress: Progress) -> StyledLine {
    var line = StyledLine(spinner(progress) ?? " ", .key)
    line.append(" \(progress.verb)")
    guard case .elapsed(let seconds) = progress.stage(at: state.now) else { return line }
    line.append(", \(clock.words(Double(seconds)))", .muted)
    if progress.isCancellable { line.append(", Esc cancels", .muted) }
    return line
  }

  /// The keys of a command as hints show them, nil if it has none.
  func key(_ command: DashboardCommand) -> String? { state.key(command) }

  /// The key of a command, else that of the palette, which has every command.
  func way(to command: DashboardCommand) -> String { key(command) ?? key(.palette) ?? "" }

  /// A key and what it does, for sentences: `R sign in again`.
  func hint(_ command: DashboardCommand, _ word: String) -> StyledLine {
    var line = StyledLine(way(to: command), .key)
    line.append(" \(word)", .muted)
    return line
  }
}

// What several views draw.
extension Canvas {
  /// Draws a line into an area's row, cut to its width.
  mutating func line(
    _ line: StyledLine, in area: Rect, row: Int = 0, indent: Int = 0, _ glyphs: GlyphSet
  ) {
    guard row >= 0, row < area.rows else { return }
    let cut = line.cut(to: max(0, area.columns - indent), glyphs: glyphs)
    put(cut, column: area.column + indent, row: area.row + row)
  }

  /// Draws a line so that it ends at an area's right edge, if `taken` columns leave room for it.
  mutating func trailing(_ line: StyledLine, in area: Rect, row: Int = 0, after taken: Int = 0) {
    guard line.width > 0, taken + line.width <= area.columns else { return }
    put(line, endingAt: area.endColumn, row: area.row + row)
  }

  /// Draws a rule with a title near its left and something near its right end.
  mutating func rule(
    _ area: Rect, title: StyledLine = StyledLine(), trailing: StyledLine = StyledLine(),
    _ glyphs: GlyphSet
  ) {
    within(area) { Rule.draw(title: title, aside: trailing, on: &$0, glyphs: glyphs) }
  }
}

/// Text in lines of a width, broken between words; a word that is longer is broken itself.
enum LineWrap {
  static func lines(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    if DisplayWidth.of(text) <= width { return text.isEmpty ? [] : [text] }
    var lines: [String] = []
    var rest = text[...]
    while true {
      rest = rest.drop { $0 == " " }
      guard !rest.isEmpty else { return lines }
      let line = first(of: rest, width: width)
      lines.append(String(line))
      rest = rest[line.endIndex...]
    }
  }

  /// What of a text that begins with a word fits in a line: whole words, else a part of the first, at least
  /// one character.
  private static func first(of text: Substring, width: Int) -> Substring {
    var columns = 0
    // Behind the last word that fits.
    var end: Substring.Index?
    var wasSpace = false
    var index = text.startIndex
    while index < text.endIndex {
      let scalar = text.unicodeScalars[index]
      let isSpace = scalar == " "
      if isSpace, !wasSpace { end = index }
      wasSpace = isSpace
      columns += DisplayWidth.columns(of: scalar)
      if columns > width {
        if let end { return text[..<end] }
        return text.prefix(max(1, DisplayWidth.cut(String(text), to: width, ellipsis: "").count))
      }
      index = text.unicodeScalars.index(after: index)
    }
    return text
  }
}

extension Frame {
  /// Itself with every character that is not ASCII replaced by one that is, in as many cells: labels may
  /// hold anything, and a terminal without UTF-8 shows none of it.
  var inASCII: Frame {
    var frame = self
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let cell = frame[column, row]
        guard !cell.text.isASCII || cell.isCovered else { continue }
        let text = GlyphSet.ascii.shown(String(cell.character))
        let isOne = text.utf8.count == 1 && !cell.isCovered
        let character: Character = isOne ? text.first ?? "?" : "?"
        frame[column, row] = Cell(CellText(character), style: cell.style)
      }
    }
    return frame
  }
}
