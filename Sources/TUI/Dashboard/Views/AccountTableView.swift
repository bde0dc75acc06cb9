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

/// The name of an account in a list, its mark behind it, what the filter found underlined.
enum AccountNameView {
  static func line(
    _ row: AccountRow, byEmail: Bool, width: Int, query: AccountQuery, _ glyphs: GlyphSet
  ) -> StyledLine {
    let mark = row.isDefault ? " " + glyphs.defaultMark : ""
    let hasMark = width > 5
    let room = hasMark ? max(1, width - DisplayWidth.of(mark)) : width
    let name = byEmail && !row.email.isEmpty ? row.email : row.label
    var line = text(name, plain(row.state), query).cut(to: room, glyphs: glyphs)
    if hasMark { line.append(mark, .key) }
    return line.padded(to: width)
  }

  /// A text in which what the filter found is underlined.
  static func text(_ text: String, _ role: ThemeRole, _ query: AccountQuery) -> StyledLine {
    let found = query.matches(in: text)
    guard !found.isEmpty else { return StyledLine(text, role) }
    var line = StyledLine()
    for (index, character) in text.enumerated() {
      let isFound = found.contains { $0.contains(index) }
      line.append(String(character), isFound ? Style(.match, [.underline]) : Style(role))
    }
    return line
  }

  private static func plain(_ state: AccountState) -> ThemeRole {
    state == .off ? .muted : .text
  }
}

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
