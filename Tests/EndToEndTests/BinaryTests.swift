import EngineCore
import EnginePlatform
import EngineStandin
import TestSupport
import Testing

/// `Tests/Tools/binaries` names the folder of pip; its settings are in the environment.
@Suite(
  "A codex of swop's own, with the real wheels", .serialized,
  .enabled(if: Household.pip != nil, "pip is not set up for it: make binary-test"))
struct BinaryTests {
  private static let (older, newer) = ("0.156.0", "0.163.0")

  @Test("two versions side by side, there and back, while a run of one goes on")
  func sideBySide() async throws {
    let house = try await Household([StandinAccount("a")])
    try house.trustWork()
    try await house.bring("a")
    let installed = try await house.binary("install", Self.older, "--with", "pip")
    #expect(installed["version"]?.text == Self.older && installed["manager"]?.text == "pip")
    let program = FilePath(try #require(installed["path"]?.text))

    try await house.onTerminal(["codex", "--account", "a"], variables: house.withPip) { run in
      try await run.watch("default · /")
      try await house.say("before", on: run)
      try await run.watch("answered by a")
      let file = try house.runningFile()
      #expect(file == (try DiskFileSystem().resolve(program).text))

      let second = try await house.binary("install", Self.newer, "--with", "pip")
      #expect(second["version"]?.text == Self.newer && second["manager"]?.text == "pip")
      #expect(try await house.marks() == [Self.newer: "used", Self.older: "previous"])
      #expect(try await house.versionOfNewRun() == Self.newer)

      #expect(try await house.binary("rollback")["version"]?.text == Self.older)
      #expect(try await house.marks() == [Self.older: "used", Self.newer: "previous"])
      #expect(try await house.versionOfNewRun() == Self.older)

      // The second time nothing has to be fetched.
      let switched = try await house.binary("install", Self.newer, "--with", "pip")
      #expect(switched["version"]?.text == Self.newer && switched["manager"] == .null)
      _ = try await house.binary("use", Self.older)
      #expect(try await house.binary("use", Self.newer)["version"]?.text == Self.newer)
      #expect(try await house.binary("prune", "--keep", "0")["removed"]?.elements == [])

      #expect(try house.runningFile() == file)
      try await house.say("afterwards", on: run)
      try await run.watch("afterwards.*answered by a")
      try await house.quit(run)
      #expect(try await run.end() == "0")
    }

    let runs = try await house.swop(["history", "--json"]).json()["runs"]?.elements ?? []
    #expect(runs.compactMap { $0["codex_version"]?.text } == [Self.older, Self.newer, Self.older])
    #expect(runs.allSatisfy { $0["status"]?.integer == 0 })
  }

  @Test("a version that does not exist leaves everything as it was, in one sentence")
  func unknownVersion() async throws {
    let house = try await Household([])
    let words = ["binary", "install", "0.0.1", "--with", "pip", "--json"]

    let failed = try await house.swop(words, variables: house.withPip, limit: .seconds(300))

    #expect(failed.status == 1 && failed.error?["code"]?.text == "install_failed", "\(failed)")
    let message = try #require(failed.error?["message"]?.text)
    #expect(message.hasPrefix("pip could not fetch codex: ") && message.hasSuffix("."))
    #expect(message.contains("0.0.1") && !message.contains("://"), "\(message)")
    #expect(try await house.marks() == [:])
    #expect(house.names("bin") == [])
  }
}

extension Household {
  fileprivate static let pip = ThisProcess.environment["SWOP_TEST_PIP"]

  /// The variables with which codex is swop's own, and pip is found with its settings.
  fileprivate var withPip: [String: String?] {
    let outer = ThisProcess.environment
    let folders = [Self.pip, environment["PATH"]].compactMap(\.self)
    var variables: [String: String?] = [
      "SWOP_CODEX_BIN": nil, "PATH": folders.joined(separator: ":"),
    ]
    let proxies = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"]
    for name in outer.names
    where name.hasPrefix("PIP_") || proxies.contains(name.lowercased()) {
      variables[name] = outer[name]
    }
    return variables
  }

  /// Has codex trust the folder, so that no question stands before its prompt.
  fileprivate func trustWork() throws {
    let settings = folder / "home" / ".codex" / "config.toml"
    try DiskFileSystem().createFolder(settings.parent, mode: .privateFolder)
    try write("[projects.\"\(folder / "work")\"]\ntrust_level = \"trusted\"\n", to: settings)
  }

  /// A command of `swop binary` that succeeds.
  fileprivate func binary(_ words: String...) async throws -> EngineCore.JSONValue {
    let ran = try await swop(
      ["binary"] + words + ["--json"], variables: withPip, limit: .seconds(300))
    #expect(ran.status == 0, "\(ran)")
    return try ran.json()
  }

  /// What `swop binary list` says of each version.
  fileprivate func marks() async throws -> [String: String] {
    let versions = try await binary("list")["versions"]?.elements ?? []
    return versions.reduce(into: [:]) { marks, version in
      let mark =
        version["used"]?.boolean == true
        ? "used" : version["previous"]?.boolean == true ? "previous" : "there"
      marks[version["version"]?.text ?? ""] = mark
    }
  }

  /// Runs codex to its end, and says which version the history has for it.
  fileprivate func versionOfNewRun() async throws -> String? {
    let ran = try await swop(
      ["codex", "--account", "a", "exec", "--skip-git-repo-check", "hi"], variables: withPip)
    #expect(ran.status == 0 && ran.output == "answered by a\n", "\(ran)")
    let runs = try await swop(["history", "--json"]).json()["runs"]?.elements ?? []
    return runs.filter { $0["ended_at"] != .null }.first?["codex_version"]?.text
  }

  /// The file of the one codex that runs from this root, as the system knows it.
  fileprivate func runningFile() throws -> String {
    let root = (folder / "root" / "bin").text + "/"
    let files = DiskFileSystem()
    let found = try files.list("/proc").filter { Int($0) != nil }.compactMap { number in
      (try? files.linkTarget(FilePath("/proc") / number / "exe"))?.text
    }
    let mine = found.filter { $0.hasPrefix(root) }
    #expect(Set(mine).count == 1, "\(mine)")
    return try #require(mine.first)
  }
}
