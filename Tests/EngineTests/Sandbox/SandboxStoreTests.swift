import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineCore

@Suite("SandboxStore")
struct SandboxStoreTests {
  let at: SandboxFixture
  private let plainEntries = SharingList.entries.filter { $0.kind != .filesEnding }

  init() throws {
    at = try SandboxFixture()
  }

  @Test("links everything on the list, creates the shared home 0700, and finds nothing afterwards")
  func firstPreparation() async throws {
    let findings = try await at.prepare()

    for entry in plainEntries {
      #expect(try at.files.linkTarget(at.own(entry.name)) == at.shared(entry.name))
    }
    #expect(try at.files.status(at.layout.sharedHome)?.mode == .privateFolder)
    #expect(
      try at.files.list(at.layout.sharedHome)
        == plainEntries.filter { $0.kind == .writtenFolder }.map(\.name).sorted())
    #expect(findings.filter(\.isNoteworthy) == [])
    #expect(try await at.prepare() == [])
  }

  @Test("leaves what is in the shared home exactly as it was")
  func sharedHomeUntouched() async throws {
    try at.write(at.shared("config.toml"), "model = \"x\"\r\n")
    try at.write(at.shared("auth.json"), "the user's own")
    try at.files.setMode(at.layout.sharedHome, FileMode(bits: 0o755))

    try await at.prepare()

    #expect(try at.text(at.shared("config.toml")) == "model = \"x\"\r\n")
    #expect(try at.text(at.shared("auth.json")) == "the user's own")
    #expect(try at.files.status(at.layout.sharedHome)?.mode == FileMode(bits: 0o755))
    #expect(try at.text(at.own("config.toml")) == "model = \"x\"\r\n")
    #expect(try at.text(at.own("auth.json")) == "{}")
  }

  @Test("follows profiles as they come and go")
  func profiles() async throws {
    try at.write(at.shared("fast.config.toml"))
    try await at.prepare()
    #expect(try at.files.linkTarget(at.own("fast.config.toml")) == at.shared("fast.config.toml"))

    try at.files.remove(at.shared("fast.config.toml"))
    try await at.prepare()

    #expect(!at.files.exists(at.own("fast.config.toml")))
  }

  @Test("a profile that only this sandbox has stays where it is")
  func ownProfile() async throws {
    try at.write(at.own("mine.config.toml"), "mine")

    try await at.prepare()

    #expect(try at.text(at.own("mine.config.toml")) == "mine")
  }

  @Test("a link that was replaced by a file is made again, and the file is kept")
  func replacedFile() async throws {
    try await at.prepare()
    try at.files.remove(at.own("config.toml"))
    try at.write(at.own("config.toml"), "precious")

    let findings = try await at.prepare()

    let backup = at.layout.backup / "work" / "config.toml@20270115T080000Z"
    #expect(
      findings == [
        SandboxFinding(
          path: at.own("config.toml"),
          problem: .linkReplaced(target: at.shared("config.toml"), displaced: .keptInBackup),
          outcome: .keptAt(backup))
      ])
    #expect(try at.text(backup) == "precious")
    #expect(try at.files.linkTarget(at.own("config.toml")) == at.shared("config.toml"))
    #expect(findings.first?.message.contains(backup.text) == true)
  }

  @Test("two files kept at the same moment do not overwrite each other")
  func replacedTwice() async throws {
    for text in ["first", "second"] {
      try await at.prepare()
      try at.files.remove(at.own("AGENTS.md"))
      try at.write(at.own("AGENTS.md"), text)
    }

    try await at.prepare()

    let folder = at.layout.backup / "work"
    #expect(
      try at.files.list(folder).map { try at.text(folder / $0) }.sorted() == ["first", "second"])
  }

  @Test("conversations of the sandbox's own join the shared ones when sharing begins")
  func mergedSessions() async throws {
    try await at.prepare(sharesHistory: false)
    try at.write(at.own("sessions") / "2026" / "11" / "one.jsonl", "one")
    try at.write(at.own("sessions") / "2026" / "12" / "clash.jsonl", "own")
    try at.write(at.shared("sessions") / "2026" / "11" / "two.jsonl", "two")
    try at.write(at.shared("sessions") / "2026" / "12" / "clash.jsonl", "shared")

    let findings = try await at.prepare()

    let backup = at.layout.backup / "work" / "sessions@20270115T080000Z"
    #expect(try at.text(at.own("sessions") / "2026" / "11" / "one.jsonl") == "one")
    #expect(try at.text(at.own("sessions") / "2026" / "11" / "two.jsonl") == "two")
    #expect(try at.text(at.shared("sessions") / "2026" / "12" / "clash.jsonl") == "shared")
    #expect(try at.text(backup / "2026" / "12" / "clash.jsonl") == "own")
    #expect(findings.compactMap { $0.isNoteworthy ? $0.outcome : nil } == [.keptAt(backup)])
  }

  @Test("names of conversations that codex wrote in the place of a link join the shared ones")
  func mergedLines() async throws {
    try at.write(at.shared("session_index.jsonl"), "one\ntwo")
    try await at.prepare()
    try at.files.remove(at.own("session_index.jsonl"))
    try at.write(at.own("session_index.jsonl"), "two\nthree\n\nfour")

    let findings = try await at.prepare()

    #expect(try at.text(at.shared("session_index.jsonl")) == "one\ntwo\nthree\nfour\n")
    #expect(try at.files.status(at.own("session_index.jsonl"))?.kind == .link)
    #expect(findings.map(\.outcome) == [.repaired])
    #expect(findings.filter(\.isNoteworthy) == [])
    #expect(try at.files.list(at.layout.backup) == [])
  }

  @Test("lines of the sandbox's own make the shared file when there is none, in its real place")
  func firstLines() async throws {
    try at.files.createFolder(at.layout.sharedHome, mode: .privateFolder)
    try at.write(at.folder / "dotfiles" / "history", "old\n")
    try at.files.createLink(at.shared("history.jsonl"), to: at.folder / "dotfiles" / "history")
    try at.write(at.own("history.jsonl"), "new\n")
    try at.write(at.own("session_index.jsonl"), "name\n")

    try await at.prepare()

    #expect(try at.text(at.folder / "dotfiles" / "history") == "old\nnew\n")
    #expect(try at.files.status(at.shared("history.jsonl"))?.kind == .link)
    #expect(try at.text(at.shared("session_index.jsonl")) == "name\n")
  }

  @Test("a version that may not share conversations gets folders of its own, the rest stays shared")
  func ownHistory() async throws {
    try await at.prepare()
    try at.write(at.shared("sessions") / "kept.jsonl")

    try await at.prepare(sharesHistory: false)

    #expect(try !at.files.list(at.sandbox.codexHome).contains("sessions"))
    #expect(at.files.exists(at.shared("sessions") / "kept.jsonl"))
    #expect(try at.files.status(at.own("config.toml"))?.kind == .link)
  }

  @Test("strict mode shares nothing, needs no shared home, and has a home of its own")
  func strict() async throws {
    let findings = try await at.prepare(mode: .strict)

    #expect(try at.files.list(at.sandbox.codexHome) == ["auth.json"])
    #expect(try at.files.status(at.sandbox.home)?.mode == .privateFolder)
    #expect(!at.files.exists(at.layout.sharedHome))
    #expect(findings.filter(\.isNoteworthy) == [])
  }

  @Test("going strict takes the links away and leaves the shared side alone")
  func becomesStrict() async throws {
    try at.write(at.shared("config.toml"), "shared")
    try await at.prepare()

    try await at.prepare(mode: .strict)

    #expect(try at.files.list(at.sandbox.codexHome) == ["auth.json"])
    #expect(try at.text(at.shared("config.toml")) == "shared")
  }

  @Test("the pool's home appears on first use and shares like an account's")
  func pool() async throws {
    let findings = try await at.store.prepare(.pool, mode: .relaxed, sharesHistory: true)

    let home = at.layout.pool.codexHome
    #expect(try at.files.linkTarget(home / "sessions") == at.shared("sessions"))
    #expect(try at.files.status(home)?.mode == .privateFolder)
    #expect(findings.filter(\.isNoteworthy) == [])
  }

  @Test("inspecting changes nothing")
  func inspection() throws {
    let findings = try at.store.inspect(at.place, mode: .relaxed, sharesHistory: true)

    #expect(findings.count == plainEntries.count)
    #expect(findings.allSatisfy { $0.outcome == .left })
    #expect(try at.files.list(at.sandbox.codexHome) == ["auth.json"])
    #expect(!at.files.exists(at.layout.sharedHome))
  }

  @Test("many preparations at once end with one sound sandbox")
  func concurrently() async throws {
    try at.write(at.own("config.toml"), "precious")

    try await withThrowingTaskGroup { group in
      for _ in 0..<30 { group.addTask { _ = try await at.prepare() } }
      try await group.waitForAll()
    }

    #expect(try await at.prepare() == [])
    #expect(try at.files.list(at.layout.backup / "work").count == 1)
  }
}

/// What is not as it should be: it is put right, reported, or refused.
extension SandboxStoreTests {
  @Test("a link that someone pointed elsewhere is reported and left alone")
  func linkElsewhere() async throws {
    try await at.prepare()
    try at.files.remove(at.own("AGENTS.md"))
    try at.files.createLink(at.own("AGENTS.md"), to: "/somewhere/AGENTS.md")

    let findings = try await at.prepare()

    #expect(
      findings == [
        SandboxFinding(
          path: at.own("AGENTS.md"),
          problem: .linkElsewhere(
            target: "/somewhere/AGENTS.md", expected: at.shared("AGENTS.md")))
      ])
  }

  @Test("a shared home that is reached by another name is the same shared home")
  func sharedHomeByAnotherName() async throws {
    try at.write(at.shared("AGENTS.md"))
    try at.files.createLink(at.folder / "alias", to: at.layout.sharedHome)
    try at.files.createLink(at.own("AGENTS.md"), to: at.folder / "alias" / "AGENTS.md")

    let findings = try await at.prepare()

    #expect(findings.filter(\.isNoteworthy) == [])
  }

  @Test("what the shared home has in the place of a folder is reported, and the rest is linked")
  func unusableSharedSide() async throws {
    try at.write(at.shared("skills"), "a file")

    let findings = try await at.prepare()

    #expect(findings.filter(\.isNoteworthy).map(\.path) == [at.own("skills")])
    #expect(try at.text(at.shared("skills")) == "a file")
    #expect(try at.files.status(at.own("rules"))?.kind == .link)
  }

  @Test("permissions that others could use are taken back and reported")
  func permissions() async throws {
    try await at.prepare()
    try at.files.setMode(at.sandbox.signInFile, .sharedFile)
    try at.files.setMode(at.sandbox.codexHome, FileMode(bits: 0o755))

    let findings = try await at.prepare()

    #expect(try at.files.status(at.sandbox.signInFile)?.mode == .privateFile)
    #expect(try at.files.status(at.sandbox.codexHome)?.mode == .privateFolder)
    #expect(
      findings.map(\.message) == [
        "\(at.sandbox.codexHome) had mode 0755, not 0700; repaired.",
        "\(at.sandbox.signInFile) had mode 0644, not 0600; repaired.",
      ])
  }

  @Test("a sign-in that is a link is refused, and nothing is changed")
  func linkedSignIn() async throws {
    try at.files.remove(at.sandbox.signInFile)
    try at.write(at.shared("auth.json"), "the user's own")
    try at.files.createLink(at.sandbox.signInFile, to: at.shared("auth.json"))

    await #expect(throws: SandboxError.linkedSignIn(path: at.sandbox.signInFile)) {
      try await at.prepare()
    }

    #expect(try at.files.list(at.sandbox.codexHome) == ["auth.json"])
    #expect(try at.text(at.shared("auth.json")) == "the user's own")
  }

  @Test("a sandbox that is not there is not made up")
  func missing() async throws {
    try at.files.removeTree(at.sandbox.path)

    await #expect(throws: SandboxError.missing(path: at.sandbox.path)) { try await at.prepare() }
  }

  @Test("a home folder that leads out of the sandbox is refused")
  func linkedHome() async throws {
    try at.files.removeTree(at.sandbox.codexHome)
    try at.files.createFolder(at.folder / "outside", mode: .privateFolder)
    try at.files.createLink(at.sandbox.codexHome, to: at.folder / "outside")

    await #expect(throws: SandboxError.notFolder(path: at.sandbox.codexHome)) {
      try await at.prepare()
    }
    #expect(try at.files.list(at.folder / "outside") == [])
  }
}
