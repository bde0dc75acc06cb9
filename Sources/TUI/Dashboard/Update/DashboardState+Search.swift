import EngineCore
import TUIKit

// Filter of the list and search in the log.
extension DashboardState {
  /// Whether the keys go to a line of text outside a dialog: then no letter is a command.
  package var isTyping: Bool {
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
