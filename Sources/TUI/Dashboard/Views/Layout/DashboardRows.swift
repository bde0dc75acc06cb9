import TUIKit

/// How the rows of a window are shared: first what nothing can do without, then in order of importance.
struct DashboardRows: Hashable {
  let density: Density
  private(set) var next = 0
  private(set) var heading = 0
  private(set) var list = 1
  /// Without the rule above it; 0 also where it stands at the right.
  private(set) var detail = 0
  private(set) var chart = 0
  private(set) var events = 0
  private(set) var hasEventsRule = true
  /// With the rule above it.
  private(set) var status = 0

  private var rest: Int
  private let accounts: Int

  init(_ size: Size, _ demand: DashboardLayout.Demand) {
    density = Density(size)
    accounts = max(1, demand.accounts)
    // Header, pool, the rule, one row of the list, and the hints.
    rest = max(0, size.rows - 5)
    switch density {
    case .tooSmall, .compact:
      shareCompact(
        isWide: size.columns >= 80 && size.rows >= 14,
        isHigh: size.columns >= Self.narrowestDetail && size.rows >= 24)
    case .standard: shareStandard(isHigh: size.rows >= 32)
    case .wide: shareWide()
    case .tall: shareTall(size.rows)
    }
    spend(demand.events, size.rows)
  }

  /// The details of a narrow window are whole from here on.
  private static let narrowestDetail = 66

  private mutating func shareCompact(isWide: Bool, isHigh: Bool) {
    // A low window that is wide has the columns with their names.
    if isWide { grow(\.heading, to: 1) }
    hasEventsRule = false
    growList(to: 7)
    let shown = accounts > 7 ? list >= 7 : list >= accounts
    guard shown, rest >= 3 else { return }
    grow(\.detail, to: 2, rule: true)
    guard isHigh else { return grow(\.events, to: 1) }
    hasEventsRule = true
    grow(\.events, to: 3, rule: true)
    grow(\.detail, to: 6)
    grow(\.next, to: 1)
  }

  private mutating func shareStandard(isHigh: Bool) {
    grow(\.heading, to: 1)
    grow(\.next, to: 1)
    growList(to: 5)
    grow(\.detail, to: 2, rule: true)
    grow(\.events, to: 1, rule: true)
    growList(to: 7)
    grow(\.detail, to: 6)
    grow(\.events, to: 3)
    guard isHigh else { return }
    growList(to: 10)
    if rest >= 7 { grow(\.chart, to: 6, rule: true) }
    growList(to: 16)
    if chart > 0 { grow(\.chart, to: 12) }
    grow(\.events, to: 7)
  }

  private mutating func shareWide() {
    grow(\.heading, to: 1)
    grow(\.next, to: 1)
    growList(to: 7)
    grow(\.events, to: 3, rule: true)
    growList(to: 12)
  }

  private mutating func shareTall(_ rows: Int) {
    grow(\.heading, to: 1)
    growList(to: 7)
    grow(\.events, to: 3, rule: true)
    status = 2
    rest -= 2
    if rest >= 7 { grow(\.chart, to: 6, rule: true) }
    growList(to: rows / 3)
    if chart > 0 { grow(\.chart, to: 12) }
    grow(\.events, to: 7)
  }

  /// What nobody needs goes to a longer list, a blank row below it, more events, and a higher chart.
  private mutating func spend(_ wanted: Int, _ rows: Int) {
    growList(to: accounts)
    if density != .compact, list == accounts, rest > 0, density.hasSideDetail {
      list += 1
      rest -= 1
    }
    if events > 0 { grow(\.events, to: min(wanted, chart > 0 ? rows / 4 : rows)) }
    if chart > 0 { grow(\.chart, to: CapacityView.mostRows) }
    if events > 0 {
      events += rest
    } else {
      list += rest
    }
    rest = 0
  }

  private mutating func growList(to rows: Int) {
    let more = min(rest, min(rows, accounts) - list)
    guard more > 0 else { return }
    list += more
    rest -= more
  }

  private mutating func grow(
    _ part: WritableKeyPath<DashboardRows, Int>, to rows: Int, rule: Bool = false
  ) {
    let cost = rule ? 1 : 0
    let more = min(rest - cost, rows - self[keyPath: part])
    guard more > 0 else { return }
    self[keyPath: part] += more
    rest -= more + cost
  }
}
