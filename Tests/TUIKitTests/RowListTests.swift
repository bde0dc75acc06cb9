import EngineCore
import Testing

@testable import TUIKit

@Suite("List of rows")
struct RowListTests {
  private static func drawn(
    _ list: RowList, _ size: Size, area: Rect? = nil, hasCursor: Bool = true
  ) -> Frame {
    var canvas = Canvas(size)
    list.draw(
      on: &canvas, in: area ?? Rect(size), glyphs: .unicode, name: { "row \($0)" },
      line: { StyledLine(($1 ? ">" : " ") + "row \($0) of many") })
    return canvas.frame
  }

  @Test("shows all rows where they fit, the chosen one marked and with the cursor")
  func fits() {
    let frame = Self.drawn(RowList(count: 2, chosen: 1), Size(columns: 16, rows: 3))

    #expect(frame.text == " row 0 of many\n>row 1 of many\n")
    #expect(frame.cursor == Point(column: 0, row: 1))
    #expect((0..<16).allSatisfy { frame[$0, 1].style.isSelected && !frame[$0, 0].style.isSelected })
    #expect(frame.regions.map(\.name) == ["row 0", "row 1"])
  }

  @Test("keeps the chosen row in the middle and shows where it is, with a free column between")
  func scrolls() {
    let frame = Self.drawn(RowList(count: 9, chosen: 4), Size(columns: 10, rows: 3))

    #expect(frame.text == " row 3 …\n>row 4 … ┃\n row 5 …")
    #expect(frame.regions.map(\.name) == ["row 3", "row 4", "row 5"])
  }

  @Test("without a chosen row it shows the first ones and no bar")
  func nothingChosen() {
    let list = RowList(count: 9, chosen: nil)
    let frame = Self.drawn(list, Size(columns: 14, rows: 2))

    #expect(frame.text == " row 0 of many\n row 1 of many")
    #expect(frame.cursor == nil)
  }

  @Test("can leave the cursor to someone else")
  func noCursor() {
    let list = RowList(count: 2, chosen: 0, hasCursor: false)

    #expect(Self.drawn(list, Size(columns: 9, rows: 2)).cursor == nil)
  }

  @Test("the chosen row is always seen, no room is wasted, and the bar moves from end to end")
  func sweep() {
    for count in 1...24 {
      for height in 1...12 {
        let area = Rect(column: 1, row: 1, columns: 8, rows: height)
        var last = -1
        for chosen in 0..<count {
          let list = RowList(count: count, chosen: chosen)
          let seen = list.seen(in: height)
          #expect(seen.contains(chosen) && seen.count == min(count, height))

          let frame = Self.drawn(list, Size(columns: 10, rows: height + 2), area: area)
          let bar = (0..<height + 2).filter { frame[8, $0].character == "┃" }
          guard count > height, height > 1 else {
            #expect(bar.isEmpty)
            continue
          }
          let first = bar.first ?? -1
          #expect(first >= last && first >= 1 && (bar.last ?? 0) <= height)
          if chosen == 0 { #expect(first == 1) }
          if chosen == count - 1 { #expect(bar.last == height) }
          last = first
          #expect(
            (0..<10).allSatisfy { frame[$0, 0] == .blank() && frame[$0, height + 1] == .blank() })
        }
      }
    }
  }
}
