import Engine
import EngineCore
import TUIKit

/// The list of accounts where there is no room for columns with names: each row says itself what it means.
struct CompactListView {
  private let context: ViewContext
  private let query: AccountQuery
  private let number: Int
  private let name: Int
  private let bar: Int
  private let hasLong: Bool
  private let hasState: Bool
  private var glyphs: GlyphSet { context.glyphs }

  init(_ context: ViewContext, list: Rect) {
    self.context = context
    let width = context.accountList.width(in: list)
    query = AccountQuery(context.state.accounts.filter.text)
    number = "\(max(1, context.state.accounts.entries.count))".count
    let label = max(7, context.state.accounts.facts.markedLabel)
    // Sign, number, a bar of eight with its percentage and name, the reset.
    let base = 4 + number + 1 + 8 + 5 + 4 + 7
    let long = 11
    let state = 11
    hasLong = width >= base + 8 + long
    hasState = width >= base + 8 + long + state
    let rest = width - base - (hasLong ? long : 0) - (hasState ? state : 0)
    name = max(6, min(max(8, label), rest))
    bar = 8 + max(0, min(8, rest - name - 1))
  }

  /// Draws the list, and into the free part of the rule above it what its numbers are.
  func draw(_ canvas: inout Canvas, _ list: Rect, rule: Rect?) {
    if let rule, context.state.accounts.facts.hasReading {
      let short = 5 + number + name + bar + AccountColumns.percent
      for end in hasLong ? [short, short + 10] : [short] where end < rule.columns {
        canvas.put(StyledLine(" left ", .muted), endingAt: rule.column + end + 1, row: rule.row)
      }
    }
    let entries = context.visible
    context.accountList.draw(
      on: &canvas, in: list, glyphs: glyphs,
      name: { ClickTarget.account(entries[$0].id).region },
      line: { line(entries[$0], isSelected: $1) })
  }

  private func line(_ entry: AccountEntry, isSelected: Bool) -> StyledLine {
    let row = AccountRow(entry, clock: context.clock)
    let role = DashboardRoles.state(row.state)
    var line = StyledLine(isSelected ? glyphs.selection : " ", .key)
    line.append(context.spinner(entry.progress) ?? glyphs.glyph(row.state), role)
    line.append(" " + DisplayWidth.padded(leading: "\(entry.number)", to: number) + " ", .muted)
    line.append(AccountNameView.line(row, byEmail: false, width: name, query: query, glyphs))
    line.append(" ")
    if let note = row.note {
      let key = row.remedy.flatMap(context.key).map { ", press \($0)" }
      line.append(note + (key ?? ""), role)
      return line
    }
    guard let cell = row.short ?? row.long else {
      line.append(row.stateText, role)
      return line
    }
    line.append(cell.line(bar: bar, glyphs: glyphs))
    line.append("  " + DisplayWidth.padded(short(cell.name), to: 2), .muted)
    if hasLong {
      let long = row.short == nil ? nil : row.long
      line.append(DisplayWidth.padded(leading: long?.left ?? "", to: 6), long?.role ?? .muted)
      line.append(" " + DisplayWidth.padded(long.map { short($0.name) } ?? "", to: 2), .muted)
    }
    // There is room for one time: of an account that waits, the one at which it can be used again.
    let end = row.state == .waiting ? entry.snapshot.blockedUntil : nil
    let reset = end.map { context.clock.countdown(to: $0) } ?? cell.reset
    line.append(" " + DisplayWidth.padded(leading: reset, to: hasLong ? 8 : 6), .muted)
    if hasState { line.append("  " + row.stateText, role) }
    return line
  }

  private func short(_ name: String) -> String { name == "week" ? "wk" : name }
}
