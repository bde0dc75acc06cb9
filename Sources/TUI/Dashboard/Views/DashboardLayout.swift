import TUIKit

/// Where everything of the main screen stands: a pure function of the window and of what there is to show.
/// No two areas share a cell, none leaves the window, none is empty.
struct DashboardLayout: Hashable, Sendable {
  /// What decides beside the size.
  struct Demand: Hashable, Sendable {
    /// Rows of the list, hidden ones included.
    var accounts: Int
    /// Events there are to show.
    var events: Int
  }

  /// How much of the design there is room for.
  let density: Density
  /// State counts and the clock.
  var header: Rect
  /// What all accounts have left together.
  var pool: Rect
  /// The resets to come; where there is a chart, that shows them.
  var next: Rect?
  /// The rule above the list, with the title of the detail panel where that stands at the right.
  var rule: Rect
  /// The names of the columns.
  var heading: Rect?
  /// The rows of the list.
  var list: Rect
  /// The line between the list and what stands at its right.
  var divider: Rect?
  /// The rule above the details, where they stand below the list.
  var detailRule: Rect?
  /// The details of the chosen account.
  var detail: Rect?
  /// The rule above the chart.
  var chartRule: Rect?
  /// The pool over time.
  var chart: Rect?
  /// The rule above the events.
  var eventsRule: Rect?
  /// The last events.
  var events: Rect?
  /// The rule above the status line.
  var statusRule: Rect?
  /// Proxy, next reading, theme, order.
  var status: Rect?
  /// Keys, a toast, or what is being typed.
  var hints: Rect

  /// All areas.
  var areas: [Rect] {
    [header, pool, rule, list, hints]
      + [
        next, heading, divider, detailRule, detail, chartRule, chart, eventsRule, events,
        statusRule,
        status,
      ].compactMap(\.self)
  }

  /// The layout of a window, which must not be smaller than `Density.minimum`.
  init(_ size: Size, _ demand: Demand) {
    let plan = DashboardRows(size, demand)
    density = plan.density
    let columns = size.columns
    let detailColumns = density.hasSideDetail ? Self.detailColumns(columns) : 0
    let left = detailColumns > 0 ? columns - detailColumns - 1 : columns
    var row = 0
    func take(_ rows: Int, _ width: Int = columns) -> Rect {
      defer { row += rows }
      return Rect(column: 0, row: row, columns: width, rows: rows)
    }
    func takeSome(_ rows: Int, _ width: Int = columns) -> Rect? {
      rows > 0 ? take(rows, width) : nil
    }
    header = take(1)
    pool = take(1)
    next = takeSome(plan.next)
    rule = take(1)
    let body = row
    heading = takeSome(plan.heading, detailColumns > 0 ? left - 1 : left)
    // A list beside a panel does not touch the line between.
    list = take(plan.list, detailColumns > 0 ? left - 1 : left)
    detailRule = takeSome(plan.detail > 0 ? 1 : 0)
    detail = takeSome(plan.detail)
    chartRule = takeSome(plan.chart > 0 ? 1 : 0, left)
    chart = takeSome(plan.chart, left)
    // In a wide window that is not tall, the events leave the right side to the details.
    let eventColumns = density == .wide ? left : columns
    let sideEnd = density == .wide ? size.rows - 1 - plan.status : row
    eventsRule = takeSome(plan.events > 0 && plan.hasEventsRule ? 1 : 0, eventColumns)
    events = takeSome(plan.events, eventColumns)
    statusRule = takeSome(plan.status > 0 ? 1 : 0)
    status = takeSome(plan.status > 0 ? 1 : 0)
    hints = Rect(column: 0, row: size.rows - 1, columns: columns, rows: 1)
    if detailColumns > 0 {
      divider = Rect(column: left, row: body, columns: 1, rows: sideEnd - body)
      detail = Rect(column: left + 1, row: body, columns: detailColumns, rows: sideEnd - body)
    }
  }

  /// Columns of the detail panel at the right; the list keeps 78 and takes most of what is beyond 120.
  static func detailColumns(_ columns: Int) -> Int {
    min(60, max(31, min(42, columns - 79), columns * 3 / 10))
  }
}

extension Density {
  /// Whether the details stand at the right of the list.
  var hasSideDetail: Bool { self == .wide || self == .tall }
}

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

  /// What no one needs goes to a longer list, a blank row below it, more events, and a higher chart.
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
