import Engine
package import EngineCore
package import TUIKit

/// One account as the list shows it: texts and meanings, no widths yet.
struct AccountRow: Hashable, Sendable {
  /// What one window shows.
  struct Cell: Hashable, Sendable {
    /// The window's name.
    let name: String
    /// Its bar.
    let bar: Meter
    /// Whether the numbers are too old to be taken at their word.
    let isStale: Bool
    /// What is left, with `~` where that is old.
    let left: String
    /// The meaning of that number.
    let role: ThemeRole
    /// When it starts over, as a countdown.
    let reset: String

    /// A bar of so many columns and the number behind it. The bar makes room where they would touch.
    func line(bar width: Int, glyphs: GlyphSet) -> StyledLine {
      let number = max(AccountColumns.percent, DisplayWidth.of(left) + 1)
      var line = bar.line(
        width: width + AccountColumns.percent - number, glyphs: glyphs, isStale: isStale)
      line.append(DisplayWidth.padded(leading: left, to: number), role)
      return line
    }
  }

  /// The state, and the one that is shown while nothing is known.
  let state: AccountState
  /// The label.
  let label: String
  /// The address, empty if unknown.
  let email: String
  /// Whether it is the default account.
  let isDefault: Bool
  /// The plan in capitals, empty if unknown.
  let plan: String
  /// The short window, nil if nothing is known of it.
  let short: Cell?
  /// The long window, nil if nothing is known of it.
  let long: Cell?
  /// Whether it is paid by API key, so that it has no windows at all.
  let hasNoWindows: Bool
  /// The word of the state.
  let stateText: String
  /// Why there is no number, for rows without room.
  let note: String?
  /// The command that helps against that, nil if none does.
  let remedy: DashboardCommand?

  /// The row of an entry.
  init(_ entry: AccountEntry, clock: ScreenClock) {
    let account = entry.snapshot
    let isStale = entry.isOverdue(at: clock.now)
    state = account.state
    label = entry.label
    email = account.account.email ?? ""
    isDefault = account.isDefault
    plan = account.planText
    hasNoWindows = account.account.identity.isAPIKey
    stateText = account.stateText
    (note, remedy) = Self.note(account)
    let cell = { (window: QuotaWindow) in
      Cell(
        name: window.name,
        bar: Meter(window, readAt: account.reading?.readAt ?? clock.now), isStale: isStale,
        left: (isStale ? "~" : "") + Percent.text(left: window.leftPercent),
        role: isStale ? .stale : window.isUsedUp ? .muted : Meter.role(left: window.leftPercent),
        reset: Self.reset(window, clock))
    }
    short = account.showsWindows ? account.reading?.shortWindow.map(cell) : nil
    long = account.showsWindows ? account.reading?.longestLongWindow.map(cell) : nil
  }

  /// Columns of the label with its mark.
  var labelWidth: Int { DisplayWidth.of(label) + (isDefault ? 2 : 0) }

  private static func reset(_ window: QuotaWindow, _ clock: ScreenClock) -> String {
    let text = window.resetText(at: clock.now)
    return clock.isCalm && text.hasSuffix("s") ? "<1m" : text
  }

  private static func note(_ account: AccountSnapshot) -> (String?, DashboardCommand?) {
    let isAPIKey = account.account.identity.isAPIKey
    return switch account.state {
    case .expired: ("expired", .accountRelogin)
    case .off: ("off", .accountToggle)
    case .unknown: isAPIKey ? (nil, nil) : ("unknown", .refreshOne)
    case .blocked, .waiting, .low, .inUse, .ready: (isAPIKey ? "API key, no windows" : nil, nil)
    }
  }
}

/// Which meaning of the theme an amount or a state has.
enum DashboardRoles {
  /// The colour of a state's sign and word.
  static func state(_ state: AccountState) -> ThemeRole {
    switch state {
    case .inUse: .stateUse
    case .ready: .stateReady
    case .low: .stateLow
    case .waiting: .stateWaiting
    case .blocked: .stateBlocked
    case .expired: .stateExpired
    case .off: .stateOff
    case .unknown: .stateUnknown
    }
  }

  /// The colour of a toast.
  static func toast(_ kind: Toast.Kind) -> ThemeRole {
    switch kind {
    case .good: .toastGood
    case .note: .key
    case .bad: .toastBad
    }
  }
}

extension Meter {
  /// The bar of a window as it was read, with the marker of even use.
  package init(_ window: QuotaWindow, readAt: Date) {
    self.init(left: window.leftPercent, pace: window.evenLeft(readAt: readAt))
  }
}
