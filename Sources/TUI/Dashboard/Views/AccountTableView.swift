import Engine
import EngineCore
import TUIKit

/// The list of accounts with columns and their names.
struct AccountTableView {
  private let context: ViewContext
  private let columns: AccountColumns
  private let query: AccountQuery
  private var glyphs: GlyphSet { context.glyphs }

  init(_ context: ViewContext, list: Rect, hasSideDetail: Bool) {
    self.context = context
    let width = context.accountList.width(in: list)
    query = AccountQuery(context.state.accounts.filter.text)
    columns = AccountColumns(
      Self.needs(context.state.accounts), width: width, hasSideDetail: hasSideDetail)
  }

  func draw(_ canvas: inout Canvas, heading: Rect, list: Rect) {
    canvas.line(headingLine, in: heading, glyphs)
    draw(&canvas, list)
  }

  /// Draws the rows, or some of those that are seen.
  func draw(_ canvas: inout Canvas, _ list: Rect, only: [Int]? = nil) {
    let entries = context.visible
    context.accountList.draw(
      on: &canvas, in: list, glyphs: glyphs, only: only,
      name: { ClickTarget.account(entries[$0].id).region },
      line: { line(entries[$0], isSelected: $1) })
  }

  // MARK: - Lines

  private var headingLine: StyledLine {
    var line = StyledLine(
      "   " + DisplayWidth.padded(leading: "#", to: columns.number) + " ", .muted)
    line.append(DisplayWidth.padded("ACCOUNT", to: columns.name), .muted)
    if columns.email > 0 {
      line.append("  " + DisplayWidth.padded("E-MAIL", to: columns.email), .muted)
    }
    if columns.plan > 0 { line.append(" " + DisplayWidth.padded("PLAN", to: columns.plan), .muted) }
    let facts = context.state.accounts.facts
    append(Self.title(facts.shortNames, else: "5H LEFT"), columns.hasShortReset, to: &line)
    if columns.hasLong {
      append(Self.title(facts.longNames, else: "WEEK LEFT"), columns.hasLongReset, to: &line)
    }
    if columns.state > 0 { line.append("  STATE", .muted) }
    return line
  }

  private func append(_ title: String, _ hasReset: Bool, to line: inout StyledLine) {
    line.append("  " + DisplayWidth.padded(title, to: columns.windowWidth), .muted)
    if hasReset {
      line.append(" " + DisplayWidth.padded(leading: "RESETS", to: AccountColumns.reset), .muted)
    }
  }

  private func line(_ entry: AccountEntry, isSelected: Bool) -> StyledLine {
    let row = AccountRow(entry, clock: context.clock)
    let role = DashboardRoles.state(row.state)
    var line = StyledLine(isSelected ? glyphs.selection : " ", .key)
    line.append(context.spinner(entry.progress) ?? glyphs.glyph(row.state), role)
    line.append(
      " " + DisplayWidth.padded(leading: "\(entry.number)", to: columns.number) + " ", .muted)
    line.append(
      AccountNameView.line(
        row, byEmail: columns.namesByEmail, width: columns.name, query: query, glyphs))
    if columns.email > 0 {
      let email = AccountNameView.text(row.email, .muted, query).cut(
        to: columns.email, glyphs: glyphs)
      line.append("  ")
      line.append(email.padded(to: columns.email))
    }
    if columns.plan > 0 {
      let plan = DisplayWidth.cut(row.plan, to: columns.plan, ellipsis: glyphs.ellipsis)
      line.append(" " + DisplayWidth.padded(plan, to: columns.plan), .muted)
    }
    append(row.short, of: row, columns.hasShortReset, to: &line)
    if columns.hasLong { append(row.long, of: row, columns.hasLongReset, to: &line) }
    if columns.state > 0 { line.append("  " + row.stateText, role) }
    return line
  }

  private func append(
    _ cell: AccountRow.Cell?, of row: AccountRow, _ hasReset: Bool, to line: inout StyledLine
  ) {
    line.append("  ")
    if columns.window > 0 {
      line.append(DisplayWidth.padded(cell?.name ?? "", to: columns.window), .muted)
    }
    if let cell {
      line.append(cell.line(bar: columns.bar, glyphs: glyphs))
    } else {
      let width = columns.bar + AccountColumns.percent
      let empty =
        row.hasNoWindows ? StyledLine() : Meter.unknown(width: columns.bar, glyphs: glyphs)
      line.append(empty.padded(to: width))
    }
    if hasReset {
      line.append(
        " " + DisplayWidth.padded(leading: cell?.reset ?? "", to: AccountColumns.reset), .muted)
    }
  }

  // MARK: - Measures

  private static func needs(_ list: AccountList) -> AccountColumns.Needs {
    let facts = list.facts
    var needs = AccountColumns.Needs()
    needs.label = max(needs.label, facts.markedLabel)
    needs.email = facts.email
    needs.plan = facts.plan
    needs.state = max(needs.state, facts.state)
    needs.number = "\(max(1, list.entries.count))".count
    if facts.shortNames.count > 1 || facts.longNames.count > 1 {
      needs.window = facts.shortNames.union(facts.longNames).map(\.count).max() ?? 0
    }
    return needs
  }

  /// The heading of a window's column: its name where all rows have the same one, or the usual one where
  /// none is known.
  private static func title(_ names: Set<String>, else usual: String) -> String {
    guard let name = names.first else { return usual }
    return names.count == 1 ? "\(name.uppercased()) LEFT" : "LEFT"
  }
}
