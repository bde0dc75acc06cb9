import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("Running codex, end to end", .serialized)
struct SessionRunTests {
  @Test("the user's words arrive byte for byte behind swop's own, and the environment is cleaned")
  func words() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    let double = try house.doubleOfCodex()
    let words = [
      Argument("exec"), Argument(""), Argument("a b"), Argument("it's \"quoted\" $HOME `x` \\"),
      Argument("--"), Argument("--account"), Argument("-"), Argument("zwei\nZeilen\t☃"),
      Argument(bytes: [0x66, 0xFF, 0xFE, 0x80]), Argument("-c"), Argument("a=\"b\""),
    ]
    var environment = house.environment
    for (name, value) in [
      "SWOP_CODEX_BIN": double.text, "CODEX_API_KEY": "sk-none", "CODEX_ACCESS_TOKEN": "none",
      "OPENAI_API_KEY": "sk-none", "CODEX_SQLITE_HOME": "/nowhere",
      "CODEX_HOME": (house.folder / "root" / "pool" / "codex").text,
      "KEPT": "a=b\nc",
    ] { environment[name] = value }

    let ran = Printed(
      try await house.runner.run(
        ProcessCommand(
          executable: try Program.swop, arguments: ["codex", "--account", "work"] + words,
          environment: environment, directory: house.folder / "work"), limit: .seconds(60)))

    #expect(ran.status == 7, "\(ran)")
    let got = try house.bytes(house.folder / "work" / "words").split(
      separator: 0, omittingEmptySubsequences: false
    ).dropLast().map { Argument(bytes: Array($0)) }
    #expect(Array(got.suffix(words.count)) == words, "\(got)")
    #expect(got.dropLast(words.count).allSatisfy { !$0.description.contains("sk-none") })
    #expect(got.contains("cli_auth_credentials_store=\"file\""), "\(got)")
    let variables = try house.bytes(house.folder / "work" / "variables").split(separator: 0)
      .map { String(decoding: $0, as: UTF8.self) }
    let home = house.folder / "root" / "accounts" / "work" / "codex"
    #expect(variables.contains("CODEX_HOME=\(home.text)"))
    #expect(variables.contains("SWOP_ROOT=\((house.folder / "root").text)"))
    #expect(variables.contains("KEPT=a=b\nc"))
    for name in ["CODEX_API_KEY", "CODEX_ACCESS_TOKEN", "OPENAI_API_KEY"] {
      #expect(!variables.contains { $0.hasPrefix(name + "=") }, "\(name)")
    }
    let notices = ran.errors.split(separator: "\n").filter { $0.contains("Not handed to codex") }
    #expect(notices.count == 1 && !ran.errors.contains("sk-none"), "\(ran)")
    for name in ["CODEX_ACCESS_TOKEN", "CODEX_API_KEY", "CODEX_SQLITE_HOME", "OPENAI_API_KEY"] {
      #expect(notices.first?.contains(name) == true, "\(ran)")
    }
  }

  @Test("codex's status comes back unchanged", arguments: [0, 1, 2, 3, 4, 130, 255])
  func statuses(status: Int) async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    let double = try house.doubleOfCodex("exit \(status)")

    let ran = try await house.swop(
      ["codex", "--account", "work", "features"], variables: ["SWOP_CODEX_BIN": double.text])

    #expect(ran.status == Int32(status), "\(ran)")
    #expect(ran.output == "", "\(ran)")
  }

  @Test("a codex that dies of a signal comes back as 128 + n", arguments: [9, 15])
  func signals(number: Int) async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    let double = try house.doubleOfCodex("kill -\(number) $$; exec sleep 60")

    let ran = try await house.swop(
      ["codex", "--account", "work", "features"], variables: ["SWOP_CODEX_BIN": double.text])

    #expect(ran.status == Int32(128 + number), "\(ran)")
    let runs = try await house.swop(["history", "--json"]).json()["runs"]?.elements
    #expect(runs?.map { $0["status"] } == [.number("\(128 + number)")])
  }

  @Test("standard input passes through to the real codex")
  func input() async throws {
    var account = StandinAccount("api")
    account.apiKey = "sk-standin-1"
    let house = try await Household([account])
    _ = try await house.swop(["add", "api", "--with-api-key"], input: "sk-standin-1")

    // With a key the body is plain, and the stand-in echoes what was asked.
    let ran = try await house.swop(
      ["codex", "--account", "api", "exec", "--skip-git-repo-check", "-"], input: "from the pipe")

    #expect(ran.status == 0 && ran.output == "echo: from the pipe\n", "\(ran)")
  }

  @Test("codex that is too old or missing is exit 5 with the way on")
  func unusable() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    let old = house.folder / "work" / "old-codex"
    try house.writeProgram("echo codex-cli 0.137.0", to: old)

    let tooOld = try await house.swop(
      ["codex", "--json", "--account", "work", "exec", "hi"],
      variables: ["SWOP_CODEX_BIN": old.text])
    let missing = try await house.swop(
      ["codex", "--account", "work", "exec", "hi"],
      variables: ["SWOP_CODEX_BIN": nil, "PATH": "/nowhere"])
    let wrong = try await house.swop(
      ["codex", "--account", "work", "exec", "hi"],
      variables: ["SWOP_CODEX_BIN": (house.folder / "work").text])

    #expect(tooOld.status == 5 && tooOld.error?["code"] == "codex_too_old", "\(tooOld)")
    #expect(tooOld.error?["message"]?.text?.contains("0.137.0") == true, "\(tooOld)")
    #expect(missing.status == 5 && missing.errors.contains("npm install"), "\(missing)")
    #expect(wrong.status == 5 && wrong.errors.contains("SWOP_CODEX_BIN"), "\(wrong)")
  }

  @Test("a root under a temporary folder is refused for runs, with the reason")
  func temporaryRoot() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")

    let ran = try await house.swop(
      ["codex", "--account", "work", "exec", "--skip-git-repo-check", "hi"],
      variables: ["TMPDIR": house.folder.path.text])

    #expect(ran.status == 1, "\(ran)")
    #expect(ran.errors.contains("codex creates no lock there"), "\(ran)")
    #expect(await house.turns() == [])
  }

  @Test("codex's own login and logout are kept from the account", arguments: ["login", "logout"])
  func ownSignIn(word: String) async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")
    let before = try house.bytes(house.authFile("work"))

    let ran = try await house.swop(["codex", "--account", "work", word])

    #expect(ran.status == 2, "\(ran)")
    #expect(ran.errors.contains("swop \(word == "login" ? "relogin" : "logout") work"), "\(ran)")
    #expect(try house.bytes(house.authFile("work")) == before)
    #expect(await house.server.standin.counters.revocations == 0)
  }
}

extension Household {
  /// A codex that notes its words and variables and then does as told; what swop itself asks goes to the
  /// real one.
  func doubleOfCodex(_ ending: String = "exit 7") throws -> FilePath {
    let path = folder / "work" / "double-codex"
    let real = environment["SWOP_CODEX_BIN"] ?? ""
    try writeProgram(
      """
      for word in "$@"; do case "$word" in --version|app-server) exec '\(real)' "$@";; esac; done
      printf '%s\\0' "$@" > words
      env -0 > variables
      \(ending)
      """, to: path)
    return path
  }

  /// Writes a program for the shell.
  func writeProgram(_ text: String, to path: FilePath) throws {
    try write("#!/bin/bash\n\(text)\n", to: path)
    try DiskFileSystem().setMode(path, .privateFolder)
  }
}
