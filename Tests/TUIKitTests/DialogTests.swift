import EngineCore
import Testing

@testable import TUIKit

@Suite("Dialog box")
struct DialogTests {
  private static let dialog = Dialog(
    title: "Delete", lines: [StyledLine("Remove lab?"), StyledLine("It comes back.")],
    choices: StyledLine("y delete"), isDangerous: true)

  private static func drawn(_ dialog: Dialog, _ size: Size, _ glyphs: GlyphSet = .unicode) -> Frame
  {
    var canvas = Canvas(size)
    canvas.fill(canvas.area, ".")
    canvas.addRegion(canvas.area, name: "behind")
    dialog.draw(on: &canvas, glyphs: glyphs)
    return canvas.frame
  }

  @Test("stands in the middle, apart from what is behind it, which cannot be clicked")
  func whole() {
    let frame = Self.drawn(Self.dialog, Size(columns: 24, rows: 9))

    #expect(
      frame.text == """
        ........................
        .. ╭─ Delete ───────╮ ..
        .. │                │ ..
        .. │ Remove lab?    │ ..
        .. │ It comes back. │ ..
        .. │                │ ..
        .. │       y delete │ ..
        .. ╰────────────────╯ ..
        ........................
        """)
    #expect(frame[3, 1].style.role == .dialogDanger)
    #expect(frame.regions == [])
  }

  @Test("has the same shape in ASCII")
  func ascii() {
    let frame = Self.drawn(Self.dialog, Size(columns: 24, rows: 9), .ascii)

    #expect(frame.text.split(separator: "\n")[1] == ".. +- Delete -------+ ..")
  }

  @Test("without choices nothing is left free below the last line")
  func withoutChoices() {
    let frame = Self.drawn(
      Dialog(title: "", lines: [StyledLine("one moment")]), Size(columns: 14, rows: 4))

    #expect(frame.text == "╭────────────╮\n│            │\n│ one moment │\n╰────────────╯")
  }

  @Test("a small screen cuts it, and its answer stays")
  func small() {
    for columns in 1...30 {
      for rows in 1...12 {
        let size = Size(columns: columns, rows: rows)
        let frame = Self.drawn(Self.dialog, size)
        #expect(frame.size == size)
        if columns >= 12, rows >= 3 { #expect(frame.text.contains("y delete")) }
      }
    }
  }
}

@Suite("Rule")
struct RuleTests {
  private static func drawn(_ width: Int, title: String, aside: String) -> String {
    var canvas = Canvas(Size(columns: width, rows: 1))
    Rule.draw(
      title: StyledLine(title), aside: StyledLine(aside), on: &canvas, glyphs: .unicode)
    return canvas.frame.text
  }

  @Test(
    "has its title at the left and something at the right, which leaves first",
    arguments: [
      (23, "Events", "l log", "── Events ──── l log ──"),
      (16, "Events", "l log", "── Events ──────"), (10, "Events", "", "── Eve… ──"),
      (8, "", "", "────────"),
    ])
  func parts(width: Int, title: String, aside: String, text: String) {
    #expect(Self.drawn(width, title: title, aside: aside) == text)
  }
}
