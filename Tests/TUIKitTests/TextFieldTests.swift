import EngineCore
import Testing

@testable import TUIKit

@Suite("Text field")
struct TextFieldTests {
  /// Presses keys in a field with the cursor where `|` stands, and says what it holds then.
  private static func pressed(_ keys: String, in text: String) -> String {
    var field = field(text)
    for key in keys.split(separator: " ") {
      guard let stroke = KeyStroke(String(key)) else { return "\(key) is no key" }
      _ = field.edit(stroke)
    }
    return shown(field)
  }

  private static func field(_ text: String) -> TextField {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false)
    var field = TextField(parts.joined())
    field.move(by: -(parts.last?.count ?? 0))
    return field
  }

  private static func shown(_ field: TextField) -> String {
    field.text.prefix(field.cursor) + "|" + field.text.dropFirst(field.cursor)
  }

  @Test(
    "has the keys of every line editor",
    arguments: [
      ("a b", "x|y", "xab|y"), ("Left", "ab|", "a|b"), ("Left", "|ab", "|ab"),
      ("Right", "a|b", "ab|"), ("Home", "ab|", "|ab"), ("End", "|ab", "ab|"),
      ("Ctrl-A", "ab|", "|ab"), ("Ctrl-E", "|ab", "ab|"), ("Ctrl-B", "ab|", "a|b"),
      ("Ctrl-F", "|ab", "a|b"), ("Backspace", "ab|c", "a|c"), ("Ctrl-H", "ab|c", "a|c"),
      ("Backspace", "|ab", "|ab"), ("Delete", "a|bc", "a|c"), ("Ctrl-D", "a|bc", "a|c"),
      ("Delete", "ab|", "ab|"), ("Ctrl-W", "one two|", "one |"), ("Ctrl-W", "one two  |", "one |"),
      ("Ctrl-W", "|one", "|one"), ("Ctrl-U", "one two| three", "| three"),
      ("Ctrl-K", "one| two", "one|"), ("Backspace", "日本|語", "日|語"),
      ("Backspace", "cafe\u{301}|", "caf|"),
    ])
  func keys(keys: String, before: String, after: String) {
    #expect(Self.pressed(keys, in: before) == after)
  }

  @Test(
    "leaves keys alone that mean something else", arguments: ["Enter", "Esc", "Tab", "Up", "F1"])
  func others(key: String) throws {
    var field = TextField("text")

    let isTaken = try field.edit(#require(KeyStroke(key)))

    #expect(!isTaken)
    #expect(field == TextField("text"))
  }

  @Test("what is pasted becomes one printable line and is cut at the limit")
  func paste() {
    var field = TextField("")
    field.insert("a\nb\tc\u{1B}[31m\u{7}d")
    let line = field.text
    field.insert(String(repeating: "x", count: 1_000))

    #expect(line == "a b c[31md")
    #expect(field.text.count == TextField.limit)
    #expect(field.cursor == TextField.limit)
  }

  @Test("a mark that joins the letter before it does not move the cursor past the end")
  func joins() {
    var field = TextField("cafe")
    field.insert("\u{301}")

    #expect(field.text == "cafe\u{301}")
    #expect(field.cursor == 4)
  }

  @Test(
    "scrolls so that the cursor shows, and cuts no wide character in half",
    arguments: [
      ("abc|", 6, "abc▏", 3), ("abcdefgh|", 6, "defgh▏", 5), ("abcdef|gh", 6, "bcdefg", 5),
      ("|abcdefgh", 6, "abcdef", 0), ("日本語テキスト|", 7, "キスト▏", 6),
      ("日本|語テキスト", 7, "日本語", 4), ("日本語|テ", 7, "本語テ", 4), ("|", 6, "▏", 0),
    ])
  func scrolls(text: String, width: Int, shown: String, cursor: Int) {
    var canvas = Canvas(Size(columns: 20, rows: 1))
    let area = Rect(column: 2, row: 0, columns: width, rows: 1)
    Self.field(text).draw(on: &canvas, in: area, glyphs: .unicode)

    #expect(canvas.frame.text == "  " + shown)
    #expect(canvas.frame.cursor == Point(column: 2 + cursor, row: 0))
    #expect(canvas.frame.showsCursor)
  }

  @Test("without the keys it is plain text, cut at its end")
  func unfocused() {
    var canvas = Canvas(Size(columns: 6, rows: 1))
    TextField("abcdefgh").draw(on: &canvas, in: canvas.area, isFocused: false, glyphs: .unicode)

    #expect(canvas.frame.text == "abcde…")
    #expect(canvas.frame.cursor == nil)
  }
}
