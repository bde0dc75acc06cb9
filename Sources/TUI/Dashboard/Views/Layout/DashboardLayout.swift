package import TUIKit

/// Where everything of the main screen stands: a pure function of the window and of what there is to show.
/// No two areas share a cell, none leaves the window, none is empty.
package struct DashboardLayout: Hashable, Sendable {
  /// What decides beside the size.
  package struct Demand: Hashable, Sendable {
    /// Rows of the list, hidden ones included.
    package var accounts: Int
    /// Events there are to show.
    package var events: Int

    /// A demand of its parts.
    package init(accounts: Int, events: Int) {
      self.accounts = accounts
      self.events = events
    }
  }

  /// How much of the design there is room for.
  package let density: Density
  /// State counts and the clock.
  package internal(set) var header: Rect
  /// What all accounts have left together.
  package internal(set) var pool: Rect
  /// The resets to come; where there is a chart, that shows them.
  package internal(set) var next: Rect?
  /// The rule above the list, with the title of the detail panel where that stands at the right.
  package internal(set) var rule: Rect
  /// The names of the columns.
  package internal(set) var heading: Rect?
  /// The rows of the list.
  package internal(set) var list: Rect
  /// The line between the list and what stands at its right.
  package internal(set) var divider: Rect?
  /// The rule above the details, where they stand below the list.
  package internal(set) var detailRule: Rect?
  /// The details of the chosen account.
  package internal(set) var detail: Rect?
  /// The rule above the chart.
  package internal(set) var chartRule: Rect?
  /// The pool over time.
  package internal(set) var chart: Rect?
  /// The rule above the events.
  package internal(set) var eventsRule: Rect?
  /// The last events.
  package internal(set) var events: Rect?
  /// The rule above the status line.
  package internal(set) var statusRule: Rect?
  /// Proxy, next reading, theme, order.
  package internal(set) var status: Rect?
  /// Keys, a toast, or what is being typed.
  package internal(set) var hints: Rect

  /// All areas.
  package var areas: [Rect] {
    [header, pool, rule, list, hints]
      + [
        next, heading, divider, detailRule, detail, chartRule, chart, eventsRule, events,
        statusRule,
        status,
      ].compactMap(\.self)
  }

  /// The layout of a window, which must not be smaller than `Density.minimum`.
  package init(_ size: Size, _ demand: Demand) {
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
