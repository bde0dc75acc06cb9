import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import CLI

@Suite("The folder that accounts share")
struct SharedHomeQuestionTests {
  /// A root with an account that shares `~/.codex`, and a `CODEX_HOME` of the user's own.
  private func rig(
    named: String? = "other", terminal: Bool = false, input: String = "", account: Bool = true
  ) throws -> Rig {
    var rig = try Rig(terminal: terminal, input: input)
    let home = rig.folder.path
    rig.environment.variables["CODEX_HOME"] = named.map { (home / $0).text }
    try DiskFileSystem().createFolder(home / "other", mode: .privateFolder)
    rig.environment.userHome = { home }
    if account {
      try DiskFileSystem().createFolder(home / "accounts/work", mode: .privateFolder)
    }
    return rig
  }

  private func setting(_ rig: Rig) async -> String {
    await rig.run("config", "get", "codex.home").output
  }

  @Test(
    "without a terminal a change stops what would use it, and names the command",
    arguments: [
      "codex exec hi", "add x --device-auth", "import x", "sessions prune --older-than 30d",
      "proxy start",
    ])
  func refused(line: String) async throws {
    let rig = try rig()

    let outcome = await rig.run(line.split(separator: " ").map { Argument(String($0)) })

    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains("CODEX_HOME is \(rig.folder / "other"), but the accounts share"))
    #expect(outcome.errors.contains("swop config set codex.home \(rig.folder / "other")"))
    #expect(await setting(rig) == "\n")
  }

  @Test("what only shows goes on", arguments: ["status", "best", "events", "config list"])
  func shown(line: String) async throws {
    let outcome = await (try rig()).run(line.split(separator: " ").map { Argument(String($0)) })

    #expect(outcome.status == 0)
  }

  @Test("on a terminal it asks, and both answers are remembered", arguments: ["y", "n", ""])
  func asked(answer: String) async throws {
    let rig = try rig(terminal: true, input: answer.isEmpty ? " " : answer)

    let first = await rig.run("codex", "exec", "hi")
    let second = await rig.run("codex", "exec", "hi")

    #expect(first.status == 0)
    #expect(first.errors.contains("Share \(rig.folder / "other") from now on? [y]es, [N]o: "))
    #expect(second.status == 0)
    #expect(!second.errors.contains("from now on?"))
    #expect(await setting(rig) == (answer == "y" ? "\(rig.folder / "other")\n" : "\n"))
  }

  @Test("nothing is changed when no one answers")
  func noAnswer() async throws {
    let rig = try rig(terminal: true)

    #expect(await rig.run("codex", "exec", "hi").status == 1)
    #expect(await setting(rig) == "\n")
  }

  @Test("the first one is taken over with a word")
  func first() async throws {
    let rig = try rig(account: false)

    let outcome = await rig.run("codex", "exec", "hi")

    #expect(outcome.errors.contains("CODEX_HOME is set: accounts share \(rig.folder / "other")."))
    #expect(await setting(rig) == "\(rig.folder / "other")\n")
  }

  @Test("a folder that was chosen with the setting is not asked about")
  func chosen() async throws {
    let rig = try rig()

    #expect(await rig.run("config", "set", "codex.home", "/srv/mine").status == 0)

    #expect(await rig.run("codex", "exec", "hi").status == 0)
    #expect(await setting(rig) == "/srv/mine\n")
  }

  @Test("a strict account shares nothing, and is added whatever the variable says")
  func strict() async throws {
    let rig = try rig()

    let outcome = await rig.run("add", "x", "--device-auth", "--isolation", "strict")

    #expect(!outcome.errors.contains("CODEX_HOME"))
  }

  @Test("a folder that cannot be shared stops the command, with the way out")
  func unusable() async throws {
    let rig = try rig(named: nil)
    try DiskFileSystem().createLink(rig.folder / ".codex", to: "/nowhere/codex")

    let outcome = await rig.run("codex", "exec", "hi")

    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("is a link to /nowhere/codex, which does not exist"))
    #expect(outcome.errors.contains("mkdir -p /nowhere/codex"))
  }

  @Test("a folder that does not exist is passed over with a word")
  func missing() async throws {
    let rig = try rig(named: "none")

    let outcome = await rig.run("codex", "exec", "hi")

    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("/none, which does not exist: accounts share "))
    #expect(await setting(rig) == "\n")
  }
}
