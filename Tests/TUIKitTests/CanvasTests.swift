import EngineCore
import Testing

@testable import TUIKit

@Suite("Canvas")
struct CanvasTests {
  @Test("draws what is in the area and cuts off the rest")
  func clipping() {
    var canvas = Canvas(Size(columns: 6, rows: 2))

    canvas.within(Rect(column: 1, row: 0, columns: 3, rows: 2)) { part in
      part.put("abcdef", column: -1, row: 0)
      part.put("x", column: 0, row: 5)
    }

    #expect(canvas.frame.text == " bcd\n")
  }

  @Test("draws a wide character whole or not at all")
  func wideAtTheEdge() {
    var canvas = Canvas(Size(columns: 3, rows: 1))

    canvas.put("日本", column: 0, row: 0)

    #expect(canvas.frame.text == "日")
  }

  @Test("a character over half of a wide one blanks the other half")
  func halfCovered() {
    var canvas = Canvas(Size(columns: 4, rows: 1))
    canvas.put("日本", column: 0, row: 0)

    canvas.put("x", column: 1, row: 0)
    canvas.put("y", column: 2, row: 0)

    #expect(canvas.frame.text == " xy")
    #expect(canvas.frame.cells.map(\.width) == [1, 1, 1, 1])
  }

  @Test("keeps a combining mark with its letter and leaves control characters out")
  func combining() {
    var canvas = Canvas(Size(columns: 4, rows: 1))

    let end = canvas.put("e\u{301}\u{1B}\u{7}x", column: 0, row: 0)

    #expect(end == 2)
    #expect(canvas.frame.text == "e\u{301}x")
  }
}
