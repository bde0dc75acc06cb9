import Engine
import EngineCore
import TUIKit

/// The status table: a line about the pool, a line an account, a line about whatever is wrong.
struct StatusTable: Sendable {
  private let snapshot: FleetSnapshot
  private let rows: [StatusRow]
  private let screen: Screen
  private let timeZone: ClockZone
  private let layout: StatusLayout
  private let needs: StatusLayout.Needs

  /// The table of a snapshot on a screen.
  init(_ snapshot: FleetSnapshot, on screen: Screen, timeZone: ClockZone) {
    self.snapshot = snapshot
    self.screen = screen
    self.timeZone = timeZone
    rows = snapshot.shown.map { StatusRow($0, at: snapshot.takenAt) }
    needs = Self.needs(of: rows)
    layout = StatusLayout(needs, within: screen.width)
  }

  /// The lines, none longer than the screen is wide.
  var lines: [String] {
    guard !rows.isEmpty else {
      return [
        screen.line(StyledText("No accounts yet.", .title)),
        screen.line(
          StyledText(
            snapshot.older.isEmpty
              ? "Add the first one: swop add LABEL" : OlderAccountsText.remedy)),
      ]
    }
    let pool = PoolSummary(snapshot).line(on: screen)
    let table = [heading] + rows.map(line)
    return [screen.line(pool), ""] + table.map(screen.line) + notes.map(screen.line)
  }

  // MARK: - The table

  private var heading: StyledText {
    var line = StyledText(" " + DisplayWidth.padded("", to: 2), .heading)
    line.append(DisplayWidth.padded("ACCOUNT", to: layout.labelWidth), .heading)
    if layout.hasPlan && needs.plan > 0 {
      line.append("  " + DisplayWidth.padded("PLAN", to: needs.plan), .heading)
    }
    if needs.hasShort {
      appendHeading(rows.compactMap(\.short), bar: layout.hasShortBar, to: &line)
      if layout.hasShortReset { appendReset(needs.shortReset, to: &line) }
    }
    if needs.hasLong && layout.hasLong {
      appendHeading(rows.compactMap(\.long), bar: layout.hasLongBar, to: &line)
      if layout.hasLongReset { appendReset(needs.longReset, to: &line) }
    }
    if layout.hasStateWord {
      line.append("  " + DisplayWidth.padded("STATE", to: needs.state), .heading)
    }
    if layout.hasAge && needs.age > 0 {
      line.append("  " + DisplayWidth.padded(leading: "AGE", to: needs.age), .heading)
    }
    return line
  }

  private func appendHeading(
    _ cells: [StatusRow.WindowCell], bar: Bool, to line: inout StyledText
  ) {
    let names = Set(cells.map(\.window.name))
    let name = names.count == 1 ? names.first?.uppercased() ?? "" : "WINDOW"
    let room = layout.cellWidth(needs, bar: bar)
    // A lone percentage always says that it is what is left.
    let forms = [name, name == "WEEK" ? "WK" : name].map { $0 + " LEFT" }
    let text = forms.first { $0.count <= room } ?? "LEFT"
    line.append(
      "  "
        + (bar
          ? DisplayWidth.padded(text, to: room) : DisplayWidth.padded(leading: text, to: room)),
      .heading)
  }

  private func appendReset(_ width: Int, to line: inout StyledText) {
    line.append("  " + DisplayWidth.padded(leading: "RESETS", to: width), .heading)
  }

  private func line(_ row: StatusRow) -> StyledText {
    let role = Self.role(row.state)
    var line = StyledText(" ")
    line.append(screen.glyphs.glyph(row.state), role)
    line.append(" ")
    line.append(name(row))
    if layout.hasPlan && needs.plan > 0 {
      line.append("  " + DisplayWidth.padded(row.plan, to: needs.plan), .muted)
    }
    if needs.hasShort {
      append(row.short, of: row, bar: layout.hasShortBar, to: &line)
      if layout.hasShortReset {
        line.append(
          "  " + DisplayWidth.padded(leading: row.short?.reset ?? "", to: needs.shortReset), .muted)
      }
    }
    if needs.hasLong && layout.hasLong {
      append(row.long, of: row, bar: layout.hasLongBar, to: &line)
      if layout.hasLongReset {
        line.append(
          "  " + DisplayWidth.padded(leading: row.long?.reset ?? "", to: needs.longReset), .muted)
      }
    }
    if layout.hasStateWord {
      line.append("  ")
      line.append(DisplayWidth.padded(row.stateText, to: needs.state), role)
    }
    if layout.hasAge && needs.age > 0 {
      line.append("  " + DisplayWidth.padded(leading: row.age, to: needs.age), .muted)
    }
    return line
  }

  private func name(_ row: StatusRow) -> StyledText {
    let mark = row.isDefault ? " " + screen.glyphs.defaultMark : ""
    let room = max(1, layout.labelWidth - DisplayWidth.of(mark))
    // The mark goes before the name does.
    let fits = layout.labelWidth > 4
    var text = StyledText(
      DisplayWidth.cut(
        row.label, to: fits ? room : layout.labelWidth, ellipsis: screen.glyphs.ellipsis),
      row.state == .off ? .muted : .plain)
    if fits { text.append(mark, .title) }
    return text.padded(to: layout.labelWidth)
  }

  private func append(
    _ cell: StatusRow.WindowCell?, of row: StatusRow, bar: Bool, to line: inout StyledText
  ) {
    line.append("  ")
    if needs.windowName > 0 {
      line.append(DisplayWidth.padded(cell?.window.name ?? "", to: needs.windowName + 1), .muted)
    }
    if bar {
      let unknown =
        row.hasNoWindows
        ? StyledText(String(repeating: " ", count: layout.barWidth))
        : Meter.unknownText(width: layout.barWidth, glyphs: screen.glyphs)
      line.append(cell?.bar.text(width: layout.barWidth, glyphs: screen.glyphs) ?? unknown)
      line.append(" ")
    }
    let role = cell.map { row.isStale ? .muted : Meter.textRole(left: $0.bar.left) } ?? .muted
    let name = needs.windowName > 0 ? needs.windowName + 1 : 0
    let room = bar ? needs.left : layout.cellWidth(needs, bar: false) - name
    line.append(DisplayWidth.padded(leading: cell?.left ?? "", to: room), role)
  }

  // MARK: - What is wrong

  private var notes: [StyledText] {
    var notes: [StyledText] = []
    for account in snapshot.shown {
      guard let sentence = AccountNote.sentence(account, timeZone: timeZone) else { continue }
      let room = max(20, (screen.width ?? .max) - 4)
      let lines = TextWrap.lines(PrintableText.sanitized(sentence), width: room)
      for (index, text) in lines.enumerated() {
        var line = StyledText(" ")
        let sign = index == 0 ? screen.glyphs.glyph(account.state) : " "
        line.append(sign, Self.role(account.state))
        line.append(" " + text, .muted)
        notes.append(line)
      }
    }
    if let project = snapshot.project {
      let room = max(20, (screen.width ?? .max) - 4)
      notes += TextWrap.lines(ProjectText.here(project), width: room)
        .map { StyledText("   " + $0, .muted) }
    }
    if let home = snapshot.sharedHome {
      let room = max(20, (screen.width ?? .max) - 4)
      notes += TextWrap.lines(SharedHomeText.sentence(home), width: room)
        .map { StyledText("   " + $0, .muted) }
    }
    return notes.isEmpty ? [] : [StyledText()] + notes
  }

  // MARK: - Measures

  private static func needs(of rows: [StatusRow]) -> StatusLayout.Needs {
    var needs = StatusLayout.Needs()
    needs.label = rows.map { DisplayWidth.of($0.label) + ($0.isDefault ? 2 : 0) }.max() ?? 0
    needs.label = max(needs.label, 7)
    needs.plan = rows.map { DisplayWidth.of($0.plan) }.max().map { $0 > 0 ? max(4, $0) : 0 } ?? 0
    let shorts = rows.compactMap(\.short)
    let longs = rows.compactMap(\.long)
    needs.hasShort = !shorts.isEmpty || longs.isEmpty
    needs.hasLong = !longs.isEmpty
    needs.left = max(4, (shorts + longs).map(\.left.count).max() ?? 4)
    needs.shortReset = max(6, shorts.map(\.reset.count).max() ?? 6)
    needs.longReset = max(6, longs.map(\.reset.count).max() ?? 6)
    let isMixed = [shorts, longs].contains { Set($0.map(\.window.name)).count > 1 }
    needs.windowName = isMixed ? (shorts + longs).map(\.window.name.count).max() ?? 0 : 0
    needs.state = max(5, rows.map(\.stateText.count).max() ?? 5)
    needs.age = rows.map(\.age.count).max().map { $0 > 0 ? max(3, $0) : 0 } ?? 0
    return needs
  }

  /// The colour of a state.
  static func role(_ state: AccountState) -> Role {
    switch state {
    case .inUse: .stateInUse
    case .ready: .stateReady
    case .low: .stateLow
    case .waiting: .stateWaiting
    case .blocked: .stateBlocked
    case .expired: .stateExpired
    case .off, .unknown: .stateOff
    }
  }
}

/// Which columns the status table has and how wide they are. Columns leave in a fixed order when there is
/// little room: age, week reset, plan, 5 h reset, the bars, the word of the state. The sign of the state,
/// what is left of the short window and the name never leave.
struct StatusLayout: Hashable, Sendable {
  var hasAge = true
  var hasLongReset = true
  var hasPlan = true
  var hasShortReset = true
  var hasLongBar = true
  var hasStateWord = true
  var hasShortBar = true
  var hasLong = true
  var barWidth = 10
  var labelWidth = 0

  /// Columns that the contents need, without the bars and the name.
  struct Needs: Hashable, Sendable {
    var label = 0
    var plan = 0
    var windowName = 0
    var left = 4
    var shortReset = 0
    var longReset = 0
    var state = 0
    var age = 0
    var hasShort = false
    var hasLong = false
  }

  /// The richest layout that fits.
  ///
  /// - Parameters:
  ///   - needs: what the contents need.
  ///   - limit: columns there are; nil for any number.
  init(_ needs: Needs, within limit: Int?) {
    labelWidth = needs.label
    guard let limit else { return }
    for step in Self.steps {
      step(&self)
      for labelWidth in [min(needs.label, 24), min(needs.label, 16), min(needs.label, 10)] {
        self.labelWidth = labelWidth
        for barWidth in [10, 8, 7, 6] {
          self.barWidth = barWidth
          if width(needs) <= limit {
            self.labelWidth = min(needs.label, labelWidth + limit - width(needs))
            return
          }
        }
      }
    }
    labelWidth = max(1, min(needs.label, labelWidth - (width(needs) - limit)))
  }

  /// Columns the table takes.
  func width(_ needs: Needs) -> Int {
    // A margin and the sign, then every column with its gap.
    var width = 3 + labelWidth
    if hasPlan && needs.plan > 0 { width += 2 + needs.plan }
    if needs.hasShort { width += windowWidth(needs, bar: hasShortBar) }
    if needs.hasShort && hasShortReset { width += 2 + needs.shortReset }
    if needs.hasLong && hasLong {
      width += windowWidth(needs, bar: hasLongBar)
      if hasLongReset { width += 2 + needs.longReset }
    }
    if hasStateWord { width += 2 + needs.state }
    if hasAge && needs.age > 0 { width += 2 + needs.age }
    return width
  }

  /// Columns of a window with its bar, or with its number alone.
  func cellWidth(_ needs: Needs, bar: Bool) -> Int {
    let name = needs.windowName > 0 ? needs.windowName + 1 : 0
    // A number alone still has “5H LEFT” above it.
    return bar ? name + barWidth + 1 + needs.left : max(7, name + needs.left)
  }

  private func windowWidth(_ needs: Needs, bar: Bool) -> Int { 2 + cellWidth(needs, bar: bar) }

  private static let steps: [@Sendable (inout StatusLayout) -> Void] = [
    { _ in },
    { $0.hasAge = false },
    { $0.hasLongReset = false },
    { $0.hasPlan = false },
    { $0.hasShortReset = false },
    { $0.hasLongBar = false },
    { $0.hasStateWord = false },
    { $0.hasShortBar = false },
    { $0.hasLong = false },
  ]
}
