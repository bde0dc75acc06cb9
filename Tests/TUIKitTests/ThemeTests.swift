import EngineCore
import Testing

@testable import TUIKit

@Suite("Themes")
struct ThemeTests {
  @Test("every theme that is compiled in can be read without a warning")
  func builtIn() throws {
    let library = ThemeLibrary()

    let themes = try library.names.map { try library.theme(named: $0) }

    #expect(library.problems == [])
    #expect(library.warnings == [])
    #expect(themes.map(\.name) == BuiltInThemes.names)
  }

  @Test("the default theme uses the terminal's own sixteen colours on its own background")
  func defaultTheme() {
    let theme = ThemeLibrary().fallback

    let strangers = ThemeRole.allCases.filter { role in
      let style = theme[role]
      guard style.background == .standard else { return true }
      switch style.foreground {
      case .standard: return false
      case .index(let index): return index > 15
      case .rgb: return true
      }
    }

    #expect(strangers == [])
  }

  @Test("mono has no colour at all")
  func mono() throws {
    let theme = try ThemeLibrary().theme(named: "mono")

    #expect(ThemeRole.allCases.allSatisfy { theme[$0].foreground == .standard })
  }

  @Test("what a theme does not name falls back along the chain")
  func fallback() {
    let theme = Theme(
      name: "t", mode: .any,
      named: [.text: ThemeStyle(.index(7)), .stateExpired: ThemeStyle(.index(1), .bold)])

    #expect(theme[.muted] == ThemeStyle(.index(7), .dim))
    #expect(theme[.key] == ThemeStyle(.index(7), .bold))
    #expect(theme[.toastBad] == ThemeStyle(.index(1), .bold))
    #expect(theme[.stateUnknown] == ThemeStyle(.index(7), .dim))
    #expect(theme[.chart] == ThemeStyle(.index(7)))
  }

  @Test("a theme inherits roles and palette and replaces what it names itself")
  func inheritance() throws {
    let library = ThemeLibrary([
      user("base", "{ palette: { a: '#FF0000' }, roles: { text: 'a', key: 'a bold' } }"),
      user(
        "mine",
        "{ inherits: 'base', mode: 'dark', palette: { a: '#00F' },"
          + " roles: { pace: 'a on 7' } }"),
    ])

    let theme = try library.theme(named: "mine")

    #expect(theme.mode == .dark)
    #expect(theme[.text] == ThemeStyle(.rgb(RGB(0, 0, 255))))
    #expect(theme[.key] == ThemeStyle(.rgb(RGB(0, 0, 255)), .bold))
    #expect(theme[.pace] == ThemeStyle(.rgb(RGB(0, 0, 255)), on: .index(7)))
  }

  @Test("a user's file replaces the theme of its name, and the rest stays")
  func replacement() throws {
    let library = ThemeLibrary([user("aurora", "{ roles: { text: 'red' } }")])

    #expect(try library.theme(named: "aurora")[.text] == ThemeStyle(.index(1)))
    #expect(library.names == BuiltInThemes.names)
  }

  @Test("an unknown name suggests the nearest one")
  func unknown() {
    #expect(throws: ThemeError.unknown(name: "aurrora", nearest: "aurora")) {
      try ThemeLibrary().theme(named: "aurrora")
    }
  }

  @Test("themes that inherit in a circle or from no one are refused")
  func circles() {
    let library = ThemeLibrary([
      user("a", "{ inherits: 'b' }"), user("b", "{ inherits: 'a' }"),
      user("c", "{ inherits: 'z' }"),
    ])

    #expect(throws: ThemeError.circle(name: "a")) { try library.theme(named: "a") }
    #expect(throws: ThemeError.unknownParent(source: "/t/c.json5", parent: "z")) {
      try library.theme(named: "c")
    }
  }

  @Test(
    "a wrong file is reported with its line or its key, and the other themes can be used",
    arguments: [
      ("{ roles: { text: 'red', }", "/t/x.json5, line 1, column 26: "),
      ("[1]", "/t/x.json5 holds a list; a theme is an object: { … }."),
      ("{ name: 'a b' }", "/t/x.json5, line 1, column 9: name must be letters"),
      ("{ mode: 'grey' }", "mode must be one of: dark, light, any."),
      ("{ palette: { on: '#FFF' } }", "palette.on cannot be the name of a colour"),
      ("{ palette: { a: 'nocolour' } }", "palette.a has “nocolour”, which is not a colour"),
      ("{ roles: [] }", "roles must be an object, not a list."),
      ("{\n roles: { text: 7 } }", "line 2, column 17: roles.text must be text, not a number."),
    ])
  func problems(text: String, expected: String) throws {
    let library = ThemeLibrary([user("x", text)])

    let message = try #require(library.problems.first?.message)

    #expect(message.contains(expected), "\(message)")
    #expect(library.names == BuiltInThemes.names)
  }

  @Test(
    "a wrong value of a role is reported when the theme is used",
    arguments: [
      ("", "is empty"), ("red on", "has no colour after “on”"), ("red blink", "has “blink”"),
      ("#12345", "has “#12345”, which is not a colour"),
      ("256", "has “256”, which is not a colour"),
    ])
  func roleValues(value: String, expected: String) {
    let library = ThemeLibrary([user("x", "{ roles: { key: '\(value)' } }")])

    let error = #expect(throws: ThemeError.self) { try library.theme(named: "x") }

    #expect(error?.message.contains("roles.key \(expected)") == true, "\(error?.message ?? "")")
  }

  @Test("unknown roles and keys are warnings, so that a newer theme can be used")
  func warnings() {
    let library = ThemeLibrary([user("x", "{ author: 'me', roles: { 'state.redy': 'red' } }")])

    #expect(
      library.warnings == [
        "/t/x.json5, line 1, column 3: “author” is not part of a theme and is ignored",
        "/t/x.json5, line 1, column 26: “state.redy” is not a role; did you mean state.ready?",
      ])
  }

  @Test("without colours only attributes are left, and the selected row is reversed")
  func monoLook() {
    let look = Look(theme: ThemeLibrary().fallback, profile: .mono)

    #expect(look.style(Style(.stateExpired)) == ThemeStyle(.standard, .bold))
    #expect(look.style(Style(.text, isSelected: true)) == ThemeStyle(.standard, [.bold, .reverse]))
    #expect(
      look.style(Style(.muted, isSelected: true)) == ThemeStyle(.standard, [.bold, .reverse]))
    #expect(look.style(Style(.track, isSelected: true)) == ThemeStyle(.standard, [.dim, .reverse]))
    for role in ThemeRole.allCases {
      #expect(look.style(Style(role, isSelected: true)).attributes.contains(.reverse))
    }
  }

  @Test("an old bar stays faint in the selected row")
  func old() {
    let look = Look(theme: ThemeLibrary().fallback, profile: .sixteen)

    let attributes = look.style(Style(.barHigh, .dim, isSelected: true)).attributes

    #expect(attributes == .dim)
  }

  @Test("a reversed row has one ground, and one with a colour keeps the colours of its words")
  func selection() throws {
    let library = ThemeLibrary()
    let contrast = Look(theme: try library.theme(named: "high-contrast"), profile: .sixteen)
    let aurora = Look(theme: try library.theme(named: "aurora"), profile: .indexed)
    let night = try #require(RGB("#20262E"))
    let mint = try #require(RGB("#8CE99A"))

    #expect(
      contrast.style(Style(.stateReady, isSelected: true))
        == ThemeStyle(.standard, [.bold, .reverse]))
    #expect(
      aurora.style(Style(.stateReady, isSelected: true))
        == ThemeStyle(.rgb(mint), on: .rgb(night), .bold))
  }

  private func user(_ name: String, _ text: String) -> ThemeLibrary.UserFile {
    ThemeLibrary.UserFile(path: "/t/\(name).json5", name: name, bytes: Array(text.utf8))
  }
}
