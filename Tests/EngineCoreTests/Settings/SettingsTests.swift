import Testing

@testable import EngineCore

@Suite("Settings")
struct SettingsTests {
  private let everything = """
    // all of them
    {
      strategy: "reset-first", isolation: 'strict', codex: { path: "~/bin/codex" },
      rotation: true, fallback: ["api", "other one"], color: "always",
      sessions: { prune: "30d" },
      accounts: { work: { reserve: 0x0A, preference: "preserve", isolation: "relaxed" } },
    }
    """

  @Test("every setting is read from the file")
  func reads() throws {
    let file = try SettingsFile(Array(everything.utf8), path: "config.json")
    let environment = ProcessEnvironment(["HOME": "/home/me"])

    let settings = try SettingsResolution(file: file, environment: environment).settings

    var expected = Settings()
    expected.strategy = .resetFirst
    expected.isolation = .strict
    expected.codexPath = "/home/me/bin/codex"
    expected.rotation = true
    expected.fallback = ["api", "other one"]
    expected.color = .always
    expected.pruneSessionsAfterDays = 30
    var account = AccountSettings()
    account.reservePercent = 10
    account.preference = .preserve
    account.isolation = .relaxed
    expected.accounts = [try #require(AccountKey("work")): account]
    #expect(settings == expected)
    #expect(file.warnings == [])
  }

  @Test(
    "a missing or empty file gives the defaults", arguments: ["", " \n", "{}", "// nothing\n{}"])
  func defaults(text: String) throws {
    let file = try SettingsFile(Array(text.utf8), path: "config.json")

    let resolution = try SettingsResolution(file: file, environment: ProcessEnvironment())

    #expect(resolution.settings == Settings())
    #expect(resolution.all.allSatisfy { $0.source == .builtIn })
  }

  @Test("the environment wins over the file, and the source is told")
  func precedence() throws {
    let file = try SettingsFile(
      Array("{\n  isolation: 'relaxed', rotation: true, color: 'never' }".utf8), path: "c")
    let environment = ProcessEnvironment([
      "SWOP_ISOLATION_MODE": "strict", "SWOP_ROTATE": "0", "SWOP_CODEX_BIN": "",
    ])

    let all = try SettingsResolution(file: file, environment: environment).all

    #expect(
      all.map { "\($0.name)=\($0.value?.shown ?? "-") \($0.source)" } == [
        "strategy=most-left builtIn",
        "isolation=strict environment(variable: \"SWOP_ISOLATION_MODE\")", "codex.path=- builtIn",
        "codex.home=- builtIn",
        "rotation=off environment(variable: \"SWOP_ROTATE\")", "fallback=none builtIn",
        "color=never file(line 2, column 48)", "sessions.prune=off builtIn",
        "trash.purge=off builtIn",
        "workspace.engine=auto builtIn", "notify.desktop=off builtIn",
        "notify.webhook=- builtIn",
      ])
  }

  @Test(
    "an environment variable with a wrong value is one sentence and a usage error",
    arguments: [
      ("SWOP_ROTATE", "yes", "SWOP_ROTATE is “yes”; it must be 0 or 1."),
      (
        "SWOP_ISOLATION_MODE", "Strict\u{1B}[31m",
        "SWOP_ISOLATION_MODE is “Strict[31m”; it must be “relaxed” or “strict”."
      ),
      (
        "SWOP_CODEX_BIN", "codex",
        "SWOP_CODEX_BIN is “codex”; it must be the absolute path of a file."
      ),
    ])
  func wrongVariable(name: String, value: String, message: String) {
    let error = #expect(throws: SettingsError.self) {
      try SettingsResolution(file: .empty, environment: ProcessEnvironment([name: value]))
    }

    #expect(error?.message == message)
    #expect(error?.remedy == "Change it, or clear it: unset \(name)")
    #expect(error?.outcome == .usage)
  }

  @Test("unknown keys are warnings that name the nearest setting, and the rest still holds")
  func unknownKeys() throws {
    let text = """
      { stratgey: "drain", colour: "never", future: {deep: [1]}, rotation: true,
        accounts: { work: { reserv: 1 }, "Not A Key": { reserve: 1 } }, codex: { paht: "/x" } }
      """

    let file = try SettingsFile(Array(text.utf8), path: "config.json")

    #expect(
      file.warnings == [
        "config.json, line 1, column 3: “stratgey” is not a setting; did you mean strategy?",
        "config.json, line 1, column 22: “colour” is not a setting; did you mean color?",
        "config.json, line 1, column 39: “future” is not a setting and is ignored.",
        "config.json, line 2, column 23: “accounts.work.reserv” is not a setting; did you mean accounts.work.reserve?",
        "config.json, line 2, column 36: “accounts.Not A Key” is not a setting and is ignored.",
        "config.json, line 2, column 76: “codex.paht” is not a setting; did you mean codex.path?",
      ])
    #expect(file.entries.map(\.definition.name) == ["rotation"])
  }

  @Test("every default fits its own type, and every setting has a definition by its name")
  func catalogue() {
    for definition in SettingCatalogue.all {
      let name = definition.name.replacing("KEY", with: "work")
        .replacing("COMMAND", with: "account.delete")
      #expect(SettingCatalogue.definition(named: name) == definition)
      guard let value = definition.defaultValue else { continue }
      guard case .list = value else {
        #expect(definition.kind.value(of: [value.shown]) == value, "\(name)")
        continue
      }
    }
    #expect(SettingCatalogue.definition(named: "accounts.KEY.reserve") == nil)
    #expect(SettingCatalogue.definition(named: "accounts.Bad Key.reserve") == nil)
  }

  @Test(
    "words of a shell become values",
    arguments: [
      ("rotation", ["on"], SettingValue.flag(true)), ("rotation", ["maybe"], nil),
      ("accounts.a.reserve", ["10%"], .number(10)), ("accounts.a.reserve", ["-1"], nil),
      ("fallback", ["a,b", "c"], .list(["a", "b", "c"])), ("fallback", ["-x"], nil),
      ("sessions.prune", ["0d"], nil), ("sessions.prune", ["7d"], .text("7d")),
      ("strategy", ["drain", "x"], nil), ("codex.path", ["/a b"], .text("/a b")),
    ] as [(String, [String], SettingValue?)])
  func words(name: String, words: [String], value: SettingValue?) throws {
    let definition = try #require(SettingCatalogue.definition(named: name))

    #expect(definition.kind.value(of: words) == value)
  }
}
