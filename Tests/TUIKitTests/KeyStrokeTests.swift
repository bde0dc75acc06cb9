import EngineCore
import TUIKit
import Testing

@Suite("Keys")
struct KeyStrokeTests {
  @Test(
    "a key is read as it is written",
    arguments: [
      "a", "S", "/", "Ctrl-U", "Shift-Tab", "Tab", "F5", "F12", "Enter", "Esc", "Space", "PgUp",
      "PgDn", "Home", "End", "Delete", "Alt-x", "Ctrl-Alt-Up", "Ctrl-Space", "-", "Alt--", "é",
    ])
  func roundTrip(text: String) {
    #expect(KeyStroke(text)?.description == text)
  }

  @Test(
    "names are read in any case and under their other names",
    arguments: [
      ("ctrl-u", "Ctrl-U"), ("RETURN", "Enter"), ("escape", "Esc"), ("pagedown", "PgDn"),
      ("f1", "F1"), ("shift-tab", "Shift-Tab"),
    ])
  func spellings(text: String, expected: String) {
    #expect(KeyStroke(text)?.description == expected)
  }

  @Test(
    "what is not a key is refused",
    arguments: [
      "", " ", "Ctrl-", "ab", "F0", "F13", "Shift-a", "Ctrl-1", "Ctrl-Ctrl-a", "Hyper-x", "\u{1B}",
    ])
  func refused(text: String) {
    #expect(KeyStroke(text) == nil)
  }
}
