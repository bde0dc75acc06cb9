import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineStandin

@Suite("Rotated runs, end to end", .serialized)
struct RotationRunTests {
  private static let limit = Behaviour(.usageLimit(resetsInSeconds: 3_600), on: .responses)

  @Test(
    "a run survives its account's limit: the other one answers, one move is told, and the first is left alone until its reset",
    arguments: RealCodex.versions)
  func survives(version: String) async throws {
    let house = try await Household.ofTwo(codex: version)
    await house.server.standin.script(Self.limit, for: "a")

    let ran = try await house.rotated(["hi"])

    #expect(ran.status == 0 && ran.output == "answered by b\n", "\(ran)")
    #expect(ran.errors.contains("codex runs rotated, first on a (default account)."), "\(ran)")
    let moves = try await house.events("request_moved").compactMap { $0["move"] }
    #expect(moves.count == 1, "\(moves)")
    #expect(moves.first?["from"]?.text == "a" && moves.first?["to"]?.text == "b", "\(moves)")
    #expect(moves.first?["before"]?.text == "first_byte", "\(moves)")
    #expect(moves.first?["reason"]?.text == "the account's usage limit is reached", "\(moves)")
    #expect(await house.asked("a") == 1)
    let again = try await house.rotated(["again"])
    #expect(again.output == "answered by b\n", "\(again)")
    #expect(await house.asked("a") == 1)
    let runs = try await house.swop(["history", "--json"]).json()["runs"]?.elements ?? []
    #expect(runs.map { $0["rotated"]?.boolean } == [true, true])
    #expect(runs.map { $0["label"]?.text } == ["b", "b"])
    #expect(runs.map { $0["status"]?.integer } == [0, 0])
  }

  @Test(
    "codex cannot tell the proxy from the backend: it says the same words, and has its tool server",
    arguments: RealCodex.versions)
  func unseen(version: String) async throws {
    let house = try await Household.ofTwo(codex: version)
    await house.server.standin.update { state, _ in state.settings.offersWebSocket = true }
    func words(_ ran: Printed) -> [Substring] {
      ran.errors.split(separator: "\n").filter {
        !$0.hasPrefix("swop: ") && !$0.hasPrefix("session id: ")
      }
    }

    let rotated = try await house.rotated(["hi"])
    try await house.foundTools(rotated, by: "a")
    let direct = try await house.rotated(["hi"], flag: "--no-rotate")

    #expect(rotated.status == 0 && rotated.output == "echo: hi\n", "\(rotated)")
    #expect(direct.status == 0 && direct.output == rotated.output, "\(direct)")
    #expect(words(direct) == words(rotated))
  }

  @Test("when nothing can be used, codex says so in its own words and fails")
  func nothingUsable() async throws {
    let house = try await Household.ofTwo()
    for name in ["a", "b"] { await house.server.standin.script(Self.limit, for: name) }

    let ran = try await house.rotated(["hi"])
    let again = try await house.rotated(["again"])

    for run in [ran, again] {
      #expect(run.status == 1 && run.output == "", "\(run)")
      #expect(run.errors.contains("hit your usage limit"), "\(run)")
    }
    #expect(await house.asked("a") == 1)
    #expect(await house.asked("b") == 1)
  }

  @Test(
    "a conversation goes on through the proxy and back, by --last and by its id",
    arguments: ["0.163.0", "0.156.0"])
  func history(version: String) async throws {
    let house = try await Household.ofTwo(codex: version)

    let direct = try await house.talk("b", ["exec", "--skip-git-repo-check", "one"])
    let through = try await house.rotatedTalk(["resume", "--last", "two"])
    let back = try await house.talk(
      "b", ["exec", "--skip-git-repo-check", "resume", direct.id, "three"])
    let new = try await house.rotatedTalk(["four"])
    let last = try await house.talk(
      "b", ["exec", "--skip-git-repo-check", "resume", "--last", "x"])

    #expect(through.id == direct.id && back.id == direct.id)
    #expect(new.id != direct.id && last.id == new.id)
    #expect(through.answer == "answered by a\n")
    #expect(try await house.rows(matching: "rollout_path LIKE '%/pool/%'") == [])
    #expect(try house.rollouts(in: house.folder / "home" / ".codex").count == 2)
  }

  @Test("no real credential is in the pool's home or in anything that codex wrote")
  func secrets() async throws {
    let house = try await Household.ofTwo()
    let signIns = try ["a", "b"].map { name in
      try AuthFile(try DiskFileSystem().read(house.authFile(name)))
    }
    await house.server.standin.script(Self.limit, for: "a")

    _ = try await house.rotatedTalk(["hi"])

    let tokens = signIns.compactMap(\.tokens)
    let secrets = tokens.flatMap { [$0.accessToken.reveal(), $0.refreshToken.reveal()] }
    for folder in [house.folder / "root" / "pool", house.folder / "home"] {
      #expect(try await SecretHunt().places(of: Redacted(secrets), in: folder) == [])
    }
    let pool = try AuthFile(
      try DiskFileSystem().read(house.folder / "root" / "pool" / "codex" / "auth.json"))
    #expect(pool.accountID == "pool")
    let content = String(decoding: pool.data.reveal(), as: UTF8.self)
    #expect(!secrets.contains { content.contains($0) })
    let token = try #require(pool.tokens?.accessToken.reveal())
    for folder in ["root", "home"] {
      #expect(
        try await SecretHunt().places(of: Redacted([token]), in: house.folder / folder) == [])
    }
  }

  @Test("flag, variable, setting decide in this order, and a named account is never exchanged")
  func precedence() async throws {
    let house = try await Household.ofTwo()
    func isRotated(_ words: [String], _ value: String?) async throws -> Bool {
      let ran = try await house.swop(
        ["codex"] + words + ["--", "--version"], variables: ["SWOP_ROTATE": value])
      #expect(ran.status == 0, "\(ran)")
      return ran.errors.contains("rotated")
    }

    #expect(try await !isRotated([], nil))
    #expect(try await isRotated(["--rotate"], "0"))
    #expect(try await isRotated([], "1"))
    _ = try await house.swop(["rotation", "enable"])
    #expect(try await isRotated([], nil))
    #expect(try await !isRotated([], "0"))
    #expect(try await !isRotated(["--no-rotate"], "1"))
    #expect(try await !isRotated(["--account", "b"], "1"))
    let both = try await house.swop(["codex", "--account", "b", "--rotate", "exec", "x"])
    #expect(both.status == 2, "\(both)")
  }

  @Test("where no proxy can be had the run goes directly with one warning, or fails if it must not")
  func fallback() async throws {
    let house = try await Household.ofTwo()
    try DiskFileSystem().createFolder(house.folder / "root" / "pool", mode: .privateFolder)
    try house.write("in the way", to: house.folder / "root" / "pool" / "codex")

    let ran = try await house.rotated(["hi"])
    let required = try await house.rotated(["hi"], flag: "--rotate=required")

    #expect(ran.status == 0 && ran.output == "answered by a\n", "\(ran)")
    let warnings = ran.errors.split(separator: "\n").filter { $0.contains("not rotated") }
    #expect(warnings.count == 1, "\(ran)")
    #expect(required.status == 1 && required.output == "", "\(required)")
    #expect(required.errors.contains("The run cannot be rotated"), "\(required)")
  }

  @Test("when every session is dead a sign-in is needed, and named")
  func signedOut() async throws {
    let house = try await Household.ofTwo()
    for name in ["a", "b"] {
      await house.server.standin.update { state, _ in state.signOut(name) }
    }
    _ = try await house.swop(["status", "-R"])

    let ran = try await house.rotated(["hi"])

    #expect(ran.status == 4, "\(ran)")
    #expect(ran.errors.contains("swop relogin a"), "\(ran)")
  }

  @Test(
    "codex's screen works through the proxy, and /status shows the limits of who serves",
    arguments: RealCodex.versions)
  func screen(version: String) async throws {
    var account = StandinAccount("a", windows: [.fiveHours(used: 36), .week(used: 29)])
    account.stepPercent = 0
    let house = try await Household([account], codex: version)
    try await house.bring("a")

    try await house.onTerminal(["codex", "--rotate"]) { terminal in
      try await house.passTrust(terminal)
      try await house.say("hello", on: terminal)
      try await terminal.watch("answered by a")
      try await terminal.type("/status")
      try await terminal.watch("› /status")
      try await terminal.type("\r")
      // 0.156.0 names the plan alone.
      let account = version == "0.156.0" ? "" : "pool@swop\\.local.*"
      try await terminal.watch("Account: .*" + account + "Pro")
      try await terminal.watch("5h limit:.*64% left")
      try await house.quit(terminal)
      #expect(try await terminal.end() == "0")
    }
  }
}
