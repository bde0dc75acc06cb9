import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineCore

@Suite("Sign-ins that codex's configuration forces")
struct ForcedSignInTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let ann = Identity.chatGPT(accountID: "acct-ann", userID: "u-ann")
  private static let ben = Identity.chatGPT(accountID: "acct-ben", userID: "u-ben")
  private static let key = Identity.apiKey(fingerprint: "00")

  private func put(_ name: String, _ text: String) throws {
    let path = folder / name
    try files.createFolder(path.parent, mode: .privateFolder)
    try files.replace(path, with: Data(text.utf8), mode: .privateFile)
  }

  private func configuration(_ words: [Argument] = []) -> ConfigurationFiles {
    ConfigurationFiles(
      home: folder / "home", directory: folder / "work" / "deep",
      options: ConfigurationOptions(words), system: folder / "etc", files: files)
  }

  @Test(
    "a text is read as people write it",
    arguments: [
      ("forced_chatgpt_workspace_id = \"a\"", 1, ["a"]),
      ("# x\n\n  forced_chatgpt_workspace_id='a' # why", 3, ["a"]),
      ("\"forced_chatgpt_workspace_id\" = [ \"a\", 'b' ]", 1, ["a", "b"]),
      ("x=1\nforced_chatgpt_workspace_id = [\n  \"a\", # ann\n  \"b\",\n]\n", 2, ["a", "b"]),
      ("forced_chatgpt_workspace_id = \"\"\"a\"\"\"", 1, ["a"]),
    ])
  func text(text: String, line: Int, values: [String]) {
    let entry = ForcedSignInText(Data(text.utf8)).entry(.workspaces)

    #expect(entry == .init(key: .workspaces, line: line, values: values))
  }

  @Test("a name in a table, in a comment or with more behind it is another one")
  func notOurs() {
    let text =
      "#forced_login_method=\"api\"\nforced_login_method_x=\"api\"\n[a]\nforced_login_method=\"api\""

    #expect(ForcedSignInText(Data(text.utf8)).entries == [])
  }

  @Test("codex logs out what matches no workspace, or is of the other kind; keys need no workspace")
  func exclusion() {
    let workspace = ForcedSignIn.Rule(.workspaces(["acct-ann", "acct-x"]), place: "/c:3")
    let chatGPT = ForcedSignIn.Rule(.method(.chatGPT), place: "/c:1")
    let api = ForcedSignIn.Rule(.method(.apiKey), place: "/c:1")

    #expect([Self.ann, Self.ben, Self.key].map(workspace.excludes) == [false, true, false])
    #expect([Self.ann, Self.ben, Self.key].map(chatGPT.excludes) == [false, false, true])
    #expect([Self.ann, Self.ben, Self.key].map(api.excludes) == [true, true, false])
    #expect(
      workspace.clause
        == "/c:3 allows only workspaces acct-ann, acct-x (forced_chatgpt_workspace_id)")
  }

  @Test(
    "an empty list and empty texts force nothing, as in codex; spaces around an id do not count")
  func empty() {
    #expect(ForcedSignInText.rule(.workspaces, [], place: "/c") == nil)
    #expect(ForcedSignInText.rule(.workspaces, ["", " "], place: "/c") == nil)
    #expect(
      ForcedSignInText.rule(.workspaces, [" a "], place: "/c")
        == ForcedSignIn.Rule(.workspaces(["a"]), place: "/c"))
  }

  @Test("options are found before and behind the subcommand, in every spelling, but not behind --")
  func options() {
    let options = ConfigurationOptions([
      "-m", "x", "-c", "model=\"y\"", "exec", "--cd=/a", "-pwork", "-c=forced_login_method=\"api\"",
      "--config", "forced_chatgpt_workspace_id=\"b\"", "--", "-C", "/other",
    ])

    #expect(options.directory == "/a")
    #expect(options.profile == "work")
    #expect(
      options.forced == ["forced_login_method=\"api\"", "forced_chatgpt_workspace_id=\"b\""])
  }

  @Test(
    "every place is looked at: home, profile, projects above the folder, the machine, the words")
  func places() throws {
    try put("home/config.toml", "model = \"x\"\n")
    #expect(!configuration().mayForceSignIn)
    #expect(configuration(["-c", "forced_login_method=\"api\""]).mayForceSignIn)

    for name in [
      "work/.codex/config.toml", "etc/managed_config.toml", "etc/config.toml",
      "home/work.config.toml",
    ] {
      try put(name, "forced_login_method = \"api\"\n")
      #expect(configuration(["-p", "work"]).mayForceSignIn, "\(name)")
      try files.remove(folder / name)
      #expect(!configuration(["-p", "work"]).mayForceSignIn, "\(name)")
    }
  }

  @Test(
    "without codex the strongest place counts: the machine's, the words, projects, profile, home")
  func ownReading() throws {
    let names = [
      "etc/config.toml", "home/config.toml", "home/p.config.toml", "work/.codex/config.toml",
      "work/deep/.codex/config.toml",
    ]
    for name in names {
      try put(name, "\nforced_chatgpt_workspace_id = \"\(name)\"\n")
      let rule = try #require(configuration(["-p", "p"]).ownReading.rules.first)
      let place = try files.resolve((folder / name).parent) / FilePath(name).name
      #expect(rule.demand == .workspaces([name]))
      #expect(try files.resolve(FilePath(String(rule.place.dropLast(2)))) == place)
      #expect(rule.place.hasSuffix(":2") && rule.isOwnReading)
    }

    let words = configuration(["-c", "forced_chatgpt_workspace_id=\"w\""]).ownReading.rules
    try put("etc/managed_config.toml", "forced_chatgpt_workspace_id = \"m\"")
    let managed = configuration(["-c", "forced_chatgpt_workspace_id=\"w\""]).ownReading.rules

    #expect(words.map(\.demand) == [.workspaces(["w"])])
    #expect(words.map(\.place) == ["the command line"])
    #expect(managed.map(\.demand) == [.workspaces(["m"])])
  }

  @Test("projects of the configuration are known where they force a sign-in themselves")
  func projects() throws {
    let (one, two) = (folder / "one", folder / "two")
    try put("one/.codex/config.toml", "forced_login_method = \"api\"")
    try put("two/.codex/config.toml", "model = \"x\"")
    try put(
      "home/config.toml",
      "[projects.\"\(one)\"] # mine\ntrust_level = \"trusted\"\n[projects.'\(two)']\n[other.\"\(one)\"]\n"
    )

    #expect(configuration().forcingProjects == [one])
  }

  @Test("the stamp changes with every file that counts")
  func stamp() throws {
    try put("home/config.toml", "x = 1")
    let first = configuration().stamp
    #expect(configuration().stamp == first)

    try put("work/.codex/config.toml", "forced_login_method = \"api\"")

    #expect(configuration().stamp != first)
  }

  @Test("a profile counts more than the home and less than a project", arguments: [true, false])
  func profile(isInProject: Bool) async throws {
    try put("home/config.toml", "forced_chatgpt_workspace_id = \"home\"")
    try put("home/p.config.toml", "\nforced_chatgpt_workspace_id = \"profile\"")
    let project = folder / "work" / ".codex"
    let origin =
      isInProject
      ? #"{"type":"project","dotCodexFolder":"\#(project)"}"# : #"{"type":"user"}"#
    let bare = folder / "bare" / "config.toml"
    let answer: @Sendable (String) -> [String] = { line in
      guard let message = try? JSONReader.value(in: Array(line.utf8)),
        let id = message["id"]?.integer
      else { return [] }
      let text = (try? DiskFileSystem().read(bare)) ?? Data()
      let isProfile = String(decoding: text, as: UTF8.self).contains("profile")
      let (value, name) = isProfile ? ("profile", #"{"type":"user"}"#) : ("first", origin)
      let key = "forced_chatgpt_workspace_id"
      return [
        #"{"id":\#(id),"result":{"config":{"\#(key)":"\#(value)"},"#
          + #""origins":{"\#(key)":{"name":\#(name)}}}}"#
      ]
    }
    let runner = ScriptedProcessRunner(
      start: { _ in .success(ScriptedConversation(answer)) })
    try files.createFolder(folder / "bare", mode: .privateFolder)

    let forced = try await ForcedSignInReader(
      files: files, runner: runner, time: SystemTimeSource()
    ).read(configuration(["-p", "p"]), in: ScriptedAppServer.home(folder / "bare"))

    let rule = try #require(forced.rules.first)
    let place = isInProject ? project / "config.toml" : folder / "home" / "p.config.toml"
    #expect(rule.demand == .workspaces([isInProject ? "first" : "profile"]))
    #expect(rule.place == place.text + (isInProject ? "" : ":2"))
  }
}
