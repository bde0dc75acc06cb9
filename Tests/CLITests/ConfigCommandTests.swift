import EnginePlatform
import TestSupport
import Testing

@testable import CLI
@testable import EngineCore

@Suite("swop config")
struct ConfigCommandTests {
  @Test("lists every setting with its value and where that comes from")
  func list() async throws {
    let rig = try Rig(variables: ["SWOP_ROTATE": "1"])
    try rig.settle("{\n  strategy: 'drain', fallbak: [],\n  accounts: {work: {reserve: 10}} }")

    let outcome = await rig.run("config")

    #expect(outcome.status == 0)
    #expect(
      outcome.output.split(separator: "\n").map {
        $0.split(separator: " ").prefix(4).joined(separator: " ")
      }
        == [
          "SETTING VALUE FROM WHAT", "strategy drain file, line",
          "isolation relaxed default Isolation", "codex.path - default The",
          "codex.home - default The",
          "rotation on SWOP_ROTATE Whether", "fallback none default API-key",
          "color auto default When", "sessions.prune off default Age",
          "trash.purge off default Whether",
          "workspace.engine auto default Container",
          "notify.desktop off default Whether", "notify.webhook - default The",
          "accounts.work.reserve 10 file, line",
        ])
    #expect(
      outcome.errors
        == "swop: \(rig.folder.path)/config.json, line 2, column 22: “fallbak” is not a setting; did you mean fallback?\n"
    )
  }

  @Test("a webhook is stored and never shown, also when it comes by standard input or is wrong")
  func secret() async throws {
    let rig = try Rig(input: "https://hooks.example/s3cret\n")

    let set = await rig.run("config", "set", "notify.webhook", "-")
    let get = await rig.run("config", "get", "notify.webhook")
    let list = await rig.run("config", "list", "--json")
    let wrong = await rig.run("config", "set", "notify.webhook", "http://hooks.example/s3cret")
    let broken = try Rig()
    try broken.settle("{ notify: { webhook: 'ftp://s3cret' } }")
    let unread = await broken.run("config")

    #expect(set == .init(status: 0, output: "notify.webhook is set (hidden).\n", errors: ""))
    #expect(get.output == "set (hidden)\n")
    #expect(list.output.contains(#""name":"notify.webhook","value":"(hidden)""#))
    #expect(wrong.status == 2 && unread.status != 0)
    for outcome in [set, get, list, wrong, unread] {
      #expect(!(outcome.output + outcome.errors).contains("s3cret"))
    }
    let stored = try DiskFileSystem().read(rig.folder / "config.json")
    #expect(String(decoding: stored, as: UTF8.self).contains("https://hooks.example/s3cret"))
  }

  @Test(
    "prints one value, ready for scripts",
    arguments: [
      ("strategy", "drain\n"), ("rotation", "off\n"), ("codex.path", "\n"),
      ("fallback", "api\nother one\n"), ("accounts.work.reserve", "12.5\n"),
      ("accounts.home.reserve", "0\n"),
    ])
  func get(name: String, expected: String) async throws {
    let rig = try Rig()
    try rig.settle(
      "{ strategy: 'drain', fallback: ['api', 'other one'], accounts: {work: {reserve: 12.5}} }")

    #expect(await rig.run("config", "get", name) == .init(status: 0, output: expected, errors: ""))
  }

  @Test("changes one value and keeps the rest, and goes back to the default")
  func set() async throws {
    let rig = try Rig()
    try rig.settle("{\n  // mine\n  strategy: 'drain',\n}\n")

    let set = await rig.run("config", "set", "accounts.work.reserve", "10%")
    let back = await rig.run("config", "set", "strategy", "--default")

    #expect(set == .init(status: 0, output: "accounts.work.reserve is 10.\n", errors: ""))
    #expect(back.output == "strategy is most-left again, the default.\n")
    #expect(
      try Self.text(rig)
        == "{\n  // mine\n  accounts: {\n    work: {\n      reserve: 10\n    }\n  },\n}\n")
  }

  @Test("says when the environment will win over what was set")
  func overridden() async throws {
    let rig = try Rig(variables: ["SWOP_ROTATE": "0"])

    let outcome = await rig.run("config", "set", "rotation", "on")

    #expect(outcome.errors == "swop: SWOP_ROTATE is set and wins over the settings file.\n")
  }

  @Test(
    "what is wrong is refused with what would be right, and nothing is written",
    arguments: [
      (["set", "stratgy", "drain"], 2, "Unknown setting “stratgy”.", "Did you mean strategy?"),
      (["get", "zzz"], 2, "Unknown setting “zzz”.", "See what there is: swop config list"),
      (
        ["set", "strategy", "fast"], 2,
        "strategy must be “most-left”, “reset-first”, “balanced”, “drain” or “pinned”.",
        "See the current value: swop config get strategy"
      ),
      (
        ["set", "strategy"], 2, "swop config set needs VALUE.",
        "See how it is used: swop config set --help"
      ),
      (
        ["set", "strategy", "drain", "--default"], 2,
        "--default and VALUE cannot be used together.",
        "See how it is used: swop config set --help"
      ),
      (
        ["edit"], 2, "An editor needs a terminal.",
        "Change a single value instead: swop config set NAME VALUE"
      ),
    ] as [([String], Int32, String, String)])
  func refused(line: [String], status: Int32, message: String, remedy: String) async throws {
    let rig = try Rig()

    let outcome = await rig.run((["config"] + line).map { Argument($0) })

    #expect(outcome == .init(status: status, output: "", errors: "swop: \(message)\n\(remedy)\n"))
    #expect(!DiskFileSystem().exists(rig.folder / "config.json"))
  }

  @Test("a broken file is not changed, and the way to mend it is named")
  func broken() async throws {
    let rig = try Rig()
    try rig.settle("{ strategy }")

    let outcome = await rig.run("config", "set", "rotation", "on")

    #expect(outcome.status == 1)
    #expect(outcome.errors.hasSuffix("expected “:”.\nFix it: swop config edit\n"))
    #expect(try Self.text(rig) == "{ strategy }")
  }

  @Test("prints where the settings are without touching them")
  func path() async throws {
    let rig = try Rig()

    #expect(await rig.run("config", "path").output == "\(rig.folder.path)/config.json\n")
  }

  @Test("opens the editor with its own words, makes a first file, and checks what came out")
  func edit() async throws {
    let folder = try TemporaryFolder()
    try DiskFileSystem().replace(folder / "ed", with: Data(), mode: FileMode(bits: 0o755))
    let processes = ScriptedProcessRunner(foreground: { command in
      let path = FilePath(command.arguments.last?.description ?? "")
      let text = (try? DiskFileSystem().read(path)).map { String(decoding: $0, as: UTF8.self) }
      let isFirst = text == ConfigTemplate.text
      let new = isFirst ? "{ rotation: true }" : "{ rotation: 7 }"
      try? DiskFileSystem().replace(path, with: Data(new.utf8), mode: .privateFile)
      return .success(.exited(0))
    })
    let rig = try Rig(
      terminal: true,
      variables: ["VISUAL": "\(folder.path)/ed --wait", "EDITOR": "nothing", "NO_COLOR": "1"],
      processes: processes)

    let first = await rig.run("config", "edit")
    let second = await rig.run("config", "edit")

    #expect(first == .init(status: 0, output: "The settings are in order.\n", errors: ""))
    #expect(second.status == 1)
    #expect(second.errors.contains("rotation must be true or false, not 7."))
    #expect(
      processes.arguments
        == Array(repeating: ["--wait", "\(rig.folder.path)/config.json"], count: 2))
    #expect(try DiskFileSystem().list(rig.folder / "backup").count == 1)
  }

  @Test("the first file says what there is, and is in order")
  func template() throws {
    let file = try SettingsFile(Array(ConfigTemplate.text.utf8), path: "c")

    #expect(file.entries == [])
    #expect(ConfigTemplate.text.contains("  // strategy: \"most-left\",\n"))
  }

  @Test("an editor that is not there is named")
  func noEditor() async throws {
    let rig = try Rig(terminal: true, variables: ["EDITOR": "no-such-editor", "NO_COLOR": "1"])

    let outcome = await rig.run("config", "edit")

    #expect(outcome.status == 2)
    #expect(outcome.errors.hasPrefix("swop: The editor “no-such-editor” cannot be found.\n"))
  }

  private static func text(_ rig: Rig) throws -> String {
    String(decoding: try DiskFileSystem().read(rig.folder / "config.json"), as: UTF8.self)
  }
}
