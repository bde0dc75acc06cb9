import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineStandin

@Suite("Strict accounts, with the real codex")
struct StrictTests {
  private let files = DiskFileSystem()

  private func write(_ path: FilePath, _ text: String) throws {
    try files.createFolder(path.parent, mode: .privateFolder)
    try files.replace(path, with: Data(text.utf8), mode: .privateFile)
  }

  @Test("a strict account begins with a copy of the configuration, if asked, and shares nothing")
  func copiedConfiguration() async throws {
    let house = try await Household([StandinAccount("work"), StandinAccount("home")])
    let shared = house.layout.sharedHome
    let settings = "[features]\nenable_request_compression = false\n"
    try write(shared / "config.toml", settings)
    try write(shared / "AGENTS.md", "Instruction that only this test knows.")
    try write(shared / "auth.json", "{}")
    try write(shared / "sessions" / "2026" / "rollout-mine.jsonl", "mine")
    try files.createLink(shared / "prompts", to: house.folder / "work")
    await house.server.standin.update { state, _ in state.settings.approver = "work" }

    let copied = try await house.swop(
      ["add", "work", "--device-auth", "--isolation", "strict", "--copy-config"])
    await house.server.standin.update { state, _ in state.settings.approver = "home" }
    let bare = try await house.swop(["add", "home", "--device-auth", "--isolation", "strict"])
    try #require(copied.status == 0 && bare.status == 0, "\(copied) \(bare)")
    let first = try await house.codex(as: "work", "say hi")
    let second = try await house.codex(as: "home", "say hi")

    #expect(copied.errors.contains("\(shared / "prompts") is not copied"), "\(copied)")
    #expect(first.output == "echo: say hi\n", "\(first)")
    #expect(second.output == "answered by home\n", "\(second)")
    let own = house.layout.accounts / "work" / "codex"
    #expect(String(decoding: try files.read(own / "config.toml"), as: UTF8.self) == settings)
    #expect(try files.status(own / "config.toml")?.kind == .file)
    #expect(!files.exists(own / "prompts"))
    #expect(try files.list(own / "sessions").count == 1)
    #expect(try files.list(own / "sessions") != ["rollout-mine.jsonl"])
    #expect(!files.exists(house.layout.accounts / "home" / "codex" / "config.toml"))
    // Nothing came to the shared side.
    #expect(
      try files.list(shared) == ["AGENTS.md", "auth.json", "config.toml", "prompts", "sessions"])
    #expect(try files.list(shared / "sessions" / "2026") == ["rollout-mine.jsonl"])
  }

  @Test("strict accounts neither list nor resume each other's conversations")
  func ownConversations() async throws {
    let house = try await Household([StandinAccount("work"), StandinAccount("home")])
    for name in ["work", "home"] {
      try await house.add(name)
    }
    let strict: [String: String?] = ["SWOP_ISOLATION_MODE": "strict"]
    let words = ["exec", "--skip-git-repo-check"]

    let first = try await house.swop(
      ["codex", "--account", "work"] + words + ["one"], variables: strict)
    let thread = try #require(await house.turns().first?.threadID)
    let byID = try await house.swop(
      ["codex", "--account", "home"] + words + ["resume", thread, "two"], variables: strict)

    #expect(first.status == 0, "\(first)")
    #expect(byID.status == 1 && byID.errors.contains("no rollout found"), "\(byID)")
    let sessions = ["work", "home"].map { house.layout.accounts / $0 / "codex" / "sessions" }
    #expect(sessions.map { house.exists($0) } == [true, false])
  }

  @Test("what a strict account starts has a home folder of its own, and no way to the session bus")
  func ownHome() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.add("work")
    let listing = house.folder / "environment"
    let program = house.folder / "codex"
    // It notes what it was started with in place of codex.
    let note =
      "#!/bin/sh\n[ \"$1\" = --version ] && echo codex-cli 0.163.0 && exit\nenv > \(listing)\n"
    try files.replace(program, with: Data(note.utf8), mode: .privateFolder)

    let run = try await house.swop(
      ["codex", "--account", "work", "exec", "hi"],
      variables: [
        "SWOP_ISOLATION_MODE": "strict", "SWOP_CODEX_BIN": program.text,
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "XDG_CACHE_HOME": "/nowhere",
        "CODEX_SQLITE_HOME": "/nowhere", "CODEX_API_KEY": "sk-never",
      ])

    #expect(run.status == 0, "\(run)")
    let lines = String(decoding: try files.read(listing), as: UTF8.self).split(separator: "\n")
    let places = ["HOME=", "XDG_", "DBUS_", "CODEX_HOME=", "CODEX_SQLITE_HOME=", "CODEX_API_KEY="]
    let sandbox = house.layout.accounts / "work"
    #expect(
      lines.filter { line in places.contains { line.hasPrefix($0) } }.sorted() == [
        "CODEX_HOME=\(sandbox)/codex", "HOME=\(sandbox)/home",
        "XDG_CACHE_HOME=\(sandbox)/home/.cache", "XDG_CONFIG_HOME=\(sandbox)/home/.config",
        "XDG_DATA_HOME=\(sandbox)/home/.local/share",
        "XDG_STATE_HOME=\(sandbox)/home/.local/state",
      ])
  }

  @Test("a copy into a sandbox that shares is refused before anything is made")
  func copyNeedsStrict() async throws {
    let house = try await Household([StandinAccount("work")])

    let refused = try await house.swop(["add", "work", "--device-auth", "--copy-config"])

    #expect(refused.status == 2, "\(refused)")
    #expect(refused.errors.contains("--isolation strict"))
    #expect(!house.exists(house.layout.accounts))
    #expect(await house.server.standin.entries.isEmpty)
  }
}
