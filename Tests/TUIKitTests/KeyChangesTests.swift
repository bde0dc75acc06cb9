import EngineCore
import TUIKit
import Testing

@Suite("Keys that settings change")
struct KeyChangesTests {
  private static let set = CommandSet([
    Command("app.back", "Back", group: "", keys: ["Esc"], in: [.anywhere]),
    Command("cut", "Cut", group: "", keys: ["x", "Delete"], in: ["list"]),
    Command("copy", "Copy", group: "", keys: ["c"], in: ["list"]),
    Command("next", "Next", group: "", keys: ["n"], in: ["log"]),
    Command("help", "Help", group: "", keys: ["?"], in: [.anywhere]),
  ])

  private static func changes(_ bindings: (String, [String])...) -> KeyChanges {
    KeyChanges(
      bindings.enumerated().map { index, binding in
        KeyBinding(
          command: binding.0, keys: binding.1,
          position: JSON5Position(offset: index, line: index + 1, column: 1))
      },
      of: set, fixed: ["app.back": [KeyStroke(.escape)]])
  }

  @Test("a command gets its keys, or none, and no one else loses one")
  func plain() {
    let changes = Self.changes(("cut", ["X", "X", "Ctrl-K"]), ("copy", []))

    #expect(
      changes.changed == [
        "cut": [KeyStroke(.character("X")), KeyStroke(.character("k"), .control)], "copy": [],
      ])
    #expect(changes.faults == [])
  }

  @Test("of two bindings for one command the last holds")
  func twice() {
    #expect(
      Self.changes(("cut", ["1"]), ("cut", ["2"])).changed == ["cut": [KeyStroke(.character("2"))]])
  }

  @Test(
    "what cannot be used is told with its line, and the command keeps its own keys",
    arguments: [
      ("cutt", ["y"], "keys.cutt, line 1 of the settings file: unknown command."),
      ("cut", ["Hyper-y"], "keys.cut, line 1 of the settings file: “Hyper-y” is not a key."),
      ("cut", ["Esc"], "keys.cut, line 1 of the settings file: Esc always belongs to app.back."),
      ("cut", ["c"], "keys.cut, line 1 of the settings file: c belongs to copy there."),
      ("next", ["?"], "keys.next, line 1 of the settings file: ? belongs to help there."),
      ("help", ["n"], "keys.help, line 1 of the settings file: n belongs to next there."),
    ])
  func faults(command: String, keys: [String], sentence: String) {
    let changes = Self.changes((command, keys))

    #expect(changes.faults.map(\.message) == [sentence])
    #expect(changes.changed == [:])
  }

  @Test("the same key may mean different things in different places")
  func places() {
    let changes = Self.changes(("next", ["c"]))

    #expect(changes.faults == [])
    #expect(changes.changed == ["next": [KeyStroke(.character("c"))]])
  }

  @Test("two commands may change their keys with each other")
  func exchange() {
    let changes = Self.changes(("cut", ["c"]), ("copy", ["x"]))

    #expect(changes.faults == [])
    #expect(
      changes.changed == [
        "cut": [KeyStroke(.character("c"))], "copy": [KeyStroke(.character("x"))],
      ])
  }

  @Test("of two that want one key the first in the file has it")
  func rivals() {
    let changes = Self.changes(("copy", ["y"]), ("cut", ["y"]))

    #expect(changes.changed == ["copy": [KeyStroke(.character("y"))]])
    #expect(changes.faults.map(\.command) == ["cut"])
  }

  @Test("who gets its own keys back takes them from whom they were given to")
  func chain() {
    // cut gives up x to copy, but may not have ?: it keeps x, so copy cannot have it.
    let changes = Self.changes(("copy", ["x"]), ("cut", ["?"]))

    #expect(changes.changed == [:])
    #expect(changes.faults.map(\.command) == ["copy", "cut"])
  }

  @Test("a way out stays one whatever else it gets")
  func wayOut() {
    #expect(
      Self.changes(("app.back", ["b"])).changed
        == ["app.back": [KeyStroke(.character("b")), KeyStroke(.escape)]])
  }
}
