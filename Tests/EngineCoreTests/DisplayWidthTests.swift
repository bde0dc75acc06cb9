import Testing

@testable import EngineCore

@Suite("DisplayWidth")
struct DisplayWidthTests {
  @Test(
    "measures text in columns",
    arguments: [
      ("", 0), ("work-1", 6), ("漢字", 4), ("한글", 4), ("ｗ", 2), ("e\u{301}", 1), ("😀", 2),
      ("▶●◐○⊘✗◌?", 8), ("█▌░┃·", 5), ("ﾊﾝ", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("🇩🇪", 2),
      ("a\u{200B}b", 2),
    ])
  func width(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test(
    "cuts at characters and never exceeds the room",
    arguments: [
      ("work", 4, "work"), ("worker", 4, "wor…"), ("漢字漢字", 4, "漢…"), ("漢字", 3, "漢…"),
      ("abc", 1, "…"), ("abc", 0, ""), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ])
  func cut(text: String, width: Int, expected: String) {
    let result = DisplayWidth.cut(text, to: width)

    #expect(result == expected)
    #expect(DisplayWidth.of(result) <= width)
  }

  @Test("what is plain is what Unicode shows in one column by itself")
  func plain() {
    let plain = (0..<0x3000).compactMap(Unicode.Scalar.init).filter(DisplayWidth.isPlain)

    let odd = plain.filter { scalar in
      scalar.properties.isEmojiPresentation || !PrintableText.isPrintable(scalar)
        || String(String.UnicodeScalarView(["a", scalar])).count != 2
    }
    #expect(plain.count > 500)
    #expect(odd == [])
  }

  @Test("pads by columns, not by characters")
  func padding() {
    #expect(DisplayWidth.padded("漢", to: 4) == "漢  ")
    #expect(DisplayWidth.padded(leading: "漢", to: 4) == "  漢")
    #expect(DisplayWidth.padded("long", to: 2) == "long")
  }
}
