import EngineCore
import Testing

@testable import TUI
@testable import TUIKit

@Suite("The dashboard's layout")
struct DashboardLayoutTests {
  @Test(
    "no two areas overlap, none leaves the screen, none is empty, from 40x10 to 240x80",
    arguments: [1, 7, 200])
  func sweep(accounts: Int) {
    let demand = DashboardLayout.Demand(accounts: accounts, events: 20)
    // The lists of common length are tried at every width, the others at every third.
    let step = accounts == 7 ? 1 : 3
    for columns in stride(from: 40, through: 240, by: step) {
      for rows in stride(from: 10, through: 80, by: step) {
        let size = Size(columns: columns, rows: rows)
        if let fault = Self.fault(in: DashboardLayout(size, demand), size) {
          Issue.record("\(columns)x\(rows) with \(accounts): \(fault)")
          return
        }
      }
    }
  }

  @Test("the mock-ups' sizes have the mock-ups' parts")
  func parts() {
    let demand = DashboardLayout.Demand(accounts: 7, events: 7)
    let compact = DashboardLayout(Size(columns: 50, rows: 15), demand)
    let standard = DashboardLayout(Size(columns: 80, rows: 24), demand)
    let tall = DashboardLayout(Size(columns: 120, rows: 36), demand)

    #expect(compact.list.rows == 7 && compact.detail?.rows == 2 && compact.events?.rows == 1)
    #expect(standard.list.rows == 7 && standard.detail?.rows == 6 && standard.events?.rows == 3)
    #expect(tall.list.rows == 8 && tall.chart?.rows == 12 && tall.events?.rows == 7)
    #expect(tall.divider?.column == 78)
  }

  @Test("a high window gives its rows to what can use them")
  func rows() {
    let demand = DashboardLayout.Demand(accounts: 7, events: 8)
    let narrow = DashboardLayout(Size(columns: 66, rows: 30), demand)
    let tall = DashboardLayout(Size(columns: 200, rows: 60), demand)
    let busy = DashboardLayout(
      Size(columns: 200, rows: 60), DashboardLayout.Demand(accounts: 7, events: 500))

    #expect(narrow.list.rows == 7 && narrow.detail?.rows == 6 && narrow.next != nil)
    #expect(narrow.eventsRule != nil && narrow.events?.endRow == narrow.hints.row)
    #expect(tall.chart?.rows == 34 && tall.events?.rows == 9)
    #expect(busy.chart?.rows == 28 && busy.events?.rows == 15)
  }

  @Test("in the smallest window the list has all but four rows")
  func smallest() {
    let layout = DashboardLayout(
      Density.minimum, DashboardLayout.Demand(accounts: 7, events: 7))

    #expect(layout.areas.map(\.rows) == [1, 1, 1, 6, 1])
  }

  @Test("columns leave in a fixed order; the sign, the name and what is left of 5 h never leave")
  func columns() {
    var needs = AccountColumns.Needs()
    needs.email = 14
    needs.plan = 4
    needs.label = 8
    var last = AccountColumns(needs, width: 240, hasSideDetail: false)
    var left: [String] = []
    for width in stride(from: 239, through: 38, by: -1) {
      let columns = AccountColumns(needs, width: width, hasSideDetail: false)
      #expect(columns.width <= width)
      if last.email > 0, columns.email == 0 { left.append("e-mail column") }
      if last.namesByEmail, !columns.namesByEmail { left.append("e-mail") }
      if last.hasLongReset, !columns.hasLongReset { left.append("week reset") }
      if last.plan > 0, columns.plan == 0 { left.append("plan") }
      if last.hasShortReset, !columns.hasShortReset { left.append("5h reset") }
      if last.state > 0, columns.state == 0 { left.append("state word") }
      if last.hasLong, !columns.hasLong { left.append("week") }
      last = columns
    }

    #expect(
      left == [
        "e-mail column", "e-mail", "week reset", "plan", "5h reset", "state word", "week",
      ])
    #expect(last.name >= 4 && last.bar >= 6)
  }

  private static func fault(in layout: DashboardLayout, _ size: Size) -> String? {
    let screen = Rect(size)
    let areas = layout.areas
    for (index, area) in areas.enumerated() {
      if area.isEmpty { return "an area is empty: \(area)" }
      if !screen.contains(area) { return "an area leaves the screen: \(area)" }
      for other in areas.dropFirst(index + 1) where !area.intersection(other).isEmpty {
        return "\(area) and \(other) overlap"
      }
    }
    return nil
  }
}
