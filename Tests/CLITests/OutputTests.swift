import EngineCore
import TestSupport
import Testing

@testable import CLI

@Suite("Output")
struct OutputTests {
  struct ColorCase: Sendable {
    var flag: String?
    var variables: [String: String] = [:]
    var setting = ColorWish.auto
    var terminal = true
    let hasColor: Bool
  }

  static let colorCases: [ColorCase] = [
    ColorCase(hasColor: true),
    ColorCase(terminal: false, hasColor: false),
    ColorCase(variables: ["TERM": "dumb"], hasColor: false),
    ColorCase(variables: ["TERM": ""], hasColor: false),
    ColorCase(variables: ["NO_COLOR": "1"], hasColor: false),
    ColorCase(variables: ["NO_COLOR": ""], hasColor: true),
    ColorCase(variables: ["CLICOLOR": "0"], hasColor: false),
    ColorCase(variables: ["CLICOLOR_FORCE": "1"], terminal: false, hasColor: true),
    ColorCase(variables: ["FORCE_COLOR": "0"], terminal: false, hasColor: false),
    ColorCase(variables: ["NO_COLOR": "1", "FORCE_COLOR": "1"], hasColor: false),
    ColorCase(setting: .never, hasColor: false),
    ColorCase(setting: .always, terminal: false, hasColor: true),
    ColorCase(variables: ["NO_COLOR": "1"], setting: .always, hasColor: false),
    ColorCase(flag: "always", variables: ["NO_COLOR": "1"], terminal: false, hasColor: true),
    ColorCase(flag: "never", variables: ["FORCE_COLOR": "1"], setting: .always, hasColor: false),
    ColorCase(flag: "auto", setting: .never, hasColor: true),
    ColorCase(flag: "auto", variables: ["NO_COLOR": "1"], setting: .always, hasColor: false),
  ]

  @Test(
    "colour: flag, environment, settings, terminal; the first that speaks wins",
    arguments: colorCases)
  func color(_ test: ColorCase) {
    let variables = ["TERM": "xterm"].merging(test.variables) { $1 }

    let hasColor = ColorChoice.hasColor(
      flag: test.flag, variables: ProcessEnvironment(variables), setting: test.setting,
      isTerminal: test.terminal)

    #expect(hasColor == test.hasColor)
  }

  @Test(
    "unicode only where the locale says UTF-8; the first variable that is set decides",
    arguments: [
      (["LANG": "en_US.UTF-8"], GlyphSet.unicode), (["LANG": "C.utf8"], .unicode),
      (["LANG": "C"], .ascii), ([:], .ascii), (["LC_ALL": "C", "LANG": "C.UTF-8"], .ascii),
      (["LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "C"], .unicode),
      (["LANG": "de_DE.ISO-8859-1"], .ascii),
    ])
  func glyphs(variables: [String: String], expected: GlyphSet) {
    #expect(GlyphSet(ProcessEnvironment(variables)) == expected)
  }

  @Test("both glyph sets have one sign for each state, one column wide")
  func signs() {
    for glyphs in [GlyphSet.unicode, .ascii] {
      let signs = AccountState.allCases.map(glyphs.glyph)
      #expect(Set(signs).count == signs.count)
      #expect(signs.allSatisfy { DisplayWidth.of($0) == 1 })
    }
    let ascii = AccountState.allCases.map(GlyphSet.ascii.glyph).joined()
    let isASCII = ascii.unicodeScalars.allSatisfy { $0.isASCII }
    #expect(isASCII)
  }

  @Test("without UTF-8 every text has its width, in ASCII")
  func asciiText() {
    let shown = GlyphSet.ascii.shown("“äb” … 漢 e\u{301}")

    #expect(shown == "\"?b\" ... ?? e")
  }

  @Test("JSON keeps the order of its keys and escapes what could steer a terminal")
  func json() {
    let json = OrderedJSON.report([
      "z": .array([
        .integer(-1), .number(36), .number(0.5), .number(.infinity), .flag(false), .null,
      ]),
      "a": .text("\"\\\n\t\r\u{0}\u{1B}\u{7F}\u{9B}\u{200B}\u{E0001}äö漢"), "e": .object([:]),
    ])

    #expect(
      json.line
        == #"{"schema_version":1,"z":[-1,36.0,0.5,null,false,null],"a":"\"\\\n\t\r\u0000\u001b\u007f\u009b\u200b\udb40\udc01äö漢","e":{}}"#
    )
  }

  @Test("styled text is cut at characters, with its colours closed")
  func styledText() {
    var text = StyledText("漢字", .problem)
    text.append("abc", .muted)

    #expect(text.width == 7)
    #expect(text.cut(to: 5, ellipsis: "…").rendered(color: false) == "漢字…")
    #expect(text.cut(to: 4, ellipsis: "…").rendered(color: false) == "漢…")
    #expect(text.cut(to: 7, ellipsis: "…") == text)
    #expect(text.cut(to: nil, ellipsis: "…") == text)
    #expect(
      text.cut(to: 6, ellipsis: "…").rendered(color: true)
        == "\u{1B}[1;31m漢字\u{1B}[0m\u{1B}[2ma…\u{1B}[0m")
  }

  @Test("a terminal that only prints is never drawn over")
  func dumbTerminal() async throws {
    let rig = try Rig(terminal: true, variables: ["TERM": "dumb"])
    let task = Task { await rig.run("status", "--watch") }

    await rig.time.waitForSleepers(1)
    let written = rig.written
    task.cancel()
    _ = await task.value

    #expect(!written.contains("\u{1B}"))
  }
}
