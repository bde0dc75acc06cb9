import EngineCore
import TUIKit

// The cursor: in the list, the log, the panels.
extension DashboardState {
  /// How the cursor moves.
  enum Motion {
    case rows(Int)
    case pages(Int)
    case first
    case last

    /// The motion in a list that is shown the other way round.
    var reversed: Motion {
      switch self {
      case .rows(let rows): .rows(-rows)
      case .pages(let pages): .pages(-pages)
      case .first: .last
      case .last: .first
      }
    }

    /// The place that the motion leads to in a list of `count` rows.
    func place(from old: Int?, count: Int, page: Int) -> Int {
      let wanted =
        switch self {
        case .rows(let rows): old.map { $0 + rows } ?? (rows < 0 ? count - 1 : 0)
        case .pages(let pages): (old ?? 0) + pages * page
        case .first: 0
        case .last: count - 1
        }
      return max(0, min(count - 1, wanted))
    }
  }

  /// Rows that PgUp and PgDn move by.
  var page: Int { max(1, size.rows / 2) }

  /// Chooses an account.
  mutating func select(_ id: AccountID) {
    accounts.choose(id)
    accounts.movedAt = now
  }

  /// Moves the cursor of whatever has the keys.
  mutating func move(_ motion: Motion) {
    switch panel {
    case .log: moveInLog(motion)
    case .workspaces:
      let names = workspaces.entries?.map(\.name) ?? []
      workspaces.selection = Self.moved(workspaces.selection, motion, in: names, page: page)
    case .settings:
      let names = settings.entries?.map(\.name) ?? []
      settings.selection = Self.moved(settings.selection, motion, in: names, page: page)
    case .proxy: break
    case nil:
      // Below the list the newest event stands first, in the log's own panel last.
      if focus == .events { moveInLog(motion.reversed) } else { moveInList(motion) }
    }
  }

  private mutating func moveInList(_ motion: Motion) {
    let rows = accounts.visible
    guard !rows.isEmpty else { return }
    select(rows[motion.place(from: accounts.selectedRow, count: rows.count, page: page)].id)
  }

  private mutating func moveInLog(_ motion: Motion) {
    guard !events.entries.isEmpty else { return }
    let last = events.entries.count - 1
    let place = motion.place(from: events.cursor, count: last + 1, page: page)
    // At its end the log follows what comes.
    events.position = place == last ? nil : place
  }

  private static func moved<Name: Equatable>(
    _ old: Name?, _ motion: Motion, in names: [Name], page: Int
  ) -> Name? {
    guard !names.isEmpty else { return nil }
    let place = old.flatMap { names.firstIndex(of: $0) }
    return names[motion.place(from: place, count: names.count, page: page)]
  }

  /// Chooses the account with a number.
  mutating func pick(row number: Int) {
    guard let entry = accounts.entries.first(where: { $0.number == number }) else {
      tell(.note, "no account \(number)")
      return
    }
    guard accounts.shows(entry.id) else {
      tell(.note, "the filter hides \(entry.label), Esc clears it")
      return
    }
    select(entry.id)
  }

  /// Turns the wheel.
  mutating func scroll(by rows: Int) -> [DashboardEffect] {
    guard !isTooSmall, rows != 0 else { return [] }
    guard dialog == nil else {
      moveInDialog(.rows(rows))
      return []
    }
    if !isTyping { move(.rows(rows)) }
    return []
  }
}

extension DashboardCommand {
  /// How the command moves a cursor, nil if it moves none.
  var motion: DashboardState.Motion? {
    switch self {
    case .moveUp: .rows(-1)
    case .moveDown: .rows(1)
    case .moveFirst: .first
    case .moveLast: .last
    case .movePageUp: .pages(-1)
    case .movePageDown: .pages(1)
    default: nil
    }
  }
}

// Filter of the list and search in the log.
extension DashboardState {
  /// Whether the keys go to a line of text outside a dialog: then no letter is a command.
  var isTyping: Bool {
    accounts.isFiltering || events.isSearching || settings.edit != nil
  }

  /// `/`: types a filter on the list, a search in the log.
  mutating func beginSearch() {
    if isLogFocused {
      events.isSearching = true
      events.search = TextField()
    } else {
      accounts.isFiltering = true
    }
  }

  /// Whether `/`, `n` and `N` are about the log.
  var isLogFocused: Bool { panel == .log || (panel == nil && focus == .events) }

  /// Enter: keeps the filter and the row that the cursor is on.
  mutating func keepFilter() {
    accounts.isFiltering = false
    if let chosen = accounts.selected { select(chosen.id) }
  }

  /// Esc: every row shows again.
  mutating func clearFilter() {
    accounts.isFiltering = false
    accounts.filter = TextField()
    accounts.followFilter()
  }

  /// Enter in the log's search: keeps it and goes to the newest hit.
  mutating func keepSearch() {
    events.isSearching = false
    guard !events.search.isEmpty else { return }
    guard let last = events.matches.last else {
      tell(.note, "nothing in the log matches “\(events.search.text)”")
      return
    }
    events.position = last
  }

  /// `n`, `N`: the next hit above or below, around the ends.
  mutating func goToMatch(forward: Bool) {
    let matches = events.matches
    guard let first = matches.first, let last = matches.last else {
      tell(.note, searchRefusal)
      return
    }
    let place = events.cursor ?? 0
    if forward {
      events.position = matches.first { $0 > place } ?? first
    } else {
      events.position = matches.last { $0 < place } ?? last
    }
  }

  /// Esc: takes exactly one layer away. On the bare list it does nothing.
  mutating func peel() {
    if isLogFocused, !events.search.isEmpty {
      events.search = TextField()
      return
    }
    if panel == nil, !accounts.filter.isEmpty {
      clearFilter()
      return
    }
    if panel != nil {
      panel = nil
      return
    }
    if focus != .accounts {
      focus = .accounts
      return
    }
    isExpanded = false
  }
}
