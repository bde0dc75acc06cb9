import Testing

@testable import TUIKit

@Suite("Cells and what changes between frames")
struct FrameChangeTests {
  @Test(
    "a cell gives back the character it was made of",
    arguments: ["a", " ", "é", "e\u{301}", "─", "漢", "👍", "🇩🇪", "o\u{302}\u{323}\u{30A}"])
  func character(text: Character) {
    #expect(CellText(text).character == text)
    #expect(CellText(text).isASCII == text.isASCII)
  }

  @Test("marks that find no room in a cell are left out, and none is cut")
  func marks() {
    let marks = String(repeating: "\u{301}", count: 20)

    let text = CellText(Character("👍" + marks)).character

    #expect(String(text) == "👍" + String(repeating: "\u{301}", count: 3))
  }

  @Test("equal cells have equal bytes, by which frames are compared")
  func gaps() {
    #expect(MemoryLayout<Cell>.size == 16)
    #expect(MemoryLayout<Cell>.stride == 16)
  }

  @Test("of two frames, the cells that differ are told in runs of one style")
  func runs() {
    var before = Canvas(Size(columns: 8, rows: 2))
    before.put("account", column: 0, row: 0)
    var after = before
    after.put("A", column: 0, row: 0)
    after.put("un", column: 4, row: 0, .key)
    after.put("t!", column: 6, row: 0)

    let changes = after.frame.changes(since: before.frame)

    #expect(changes.map(\.row) == [0, 0, 0])
    #expect(changes.map(\.columns) == [0..<1, 4..<6, 7..<8])
    #expect(after.frame.changes(since: after.frame) == [])
  }

  @Test("a wide character is told with the cell it covers")
  func wide() {
    var before = Canvas(Size(columns: 6, rows: 1))
    before.put("a漢b", column: 0, row: 0)
    var after = before
    after.put("a字b", column: 0, row: 0)

    #expect(after.frame.changes(since: before.frame).map(\.columns) == [1..<3])
  }

  @Test("against a frame of another size, or none, everything has changed")
  func sizes() {
    let frame = Canvas(Size(columns: 3, rows: 2)).frame
    let other = Canvas(Size(columns: 2, rows: 3)).frame

    for last in [nil, other] {
      #expect(frame.changes(since: last).map(\.columns) == [0..<3, 0..<3])
    }
  }

  @Test("text that begins in the middle of a wide character takes all of it away")
  func covered() {
    var canvas = Canvas(Size(columns: 6, rows: 1))
    canvas.put("漢字漢", column: 0, row: 0)
    canvas.put("ab", column: 1, row: 0)

    #expect(canvas.frame.text == " ab 漢")
  }
}
