import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

/// A home that is moved, with the root inside it or without.
@Suite("SandboxStore after a move")
struct SandboxStoreMoveTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()

  init() throws {
    folder = try TemporaryFolder()
  }

  private func store(_ home: String, root: String? = nil) throws -> SandboxStore {
    let home = folder / home
    let layout = SandboxLayout(
      root: root.map { folder / $0 } ?? home / ".swop", sharedHome: home / ".codex",
      userHome: home)
    let store = SandboxStore(
      layout: layout, files: files,
      locks: LockRoom(
        folder: layout.locks, files: files, time: SystemTimeSource(),
        process: ProcessIdentity(pid: 7, startTicks: 7)),
      time: ManualTimeSource(Date(timeIntervalSince1970: 1_800_000_000)))
    try store.prepareRoot()
    return store
  }

  private func place() throws -> SandboxPlace { .account(try #require(AccountKey("work"))) }

  private func begin(_ store: SandboxStore) async throws {
    let sandbox = store.layout.folder(of: try place())
    try files.createFolder(sandbox.codexHome, mode: .privateFolder)
    try files.replace(sandbox.signInFile, with: Data("{}".utf8), mode: .privateFile)
    _ = try await store.prepare(place(), mode: .relaxed, sharesHistory: true)
  }

  private func home(_ store: SandboxStore) throws -> FilePath {
    store.layout.folder(of: try place()).codexHome
  }

  @Test("links are relative where root and home move together, and need no mending then")
  func together() async throws {
    let old = try store("h1")
    try await begin(old)
    #expect(try files.linkTarget(home(old) / "config.toml") == "../../../../.codex/config.toml")
    #expect(try files.linkTarget(home(old) / "sessions") == "../../../../.codex/sessions")

    try files.move(folder / "h1", to: folder / "h2")
    let new = try store("h2")

    #expect(try await new.prepare(place(), mode: .relaxed, sharesHistory: true) == [])
    #expect(try files.resolve(home(new) / "sessions") == folder / "h2/.codex/sessions")
  }

  @Test("links of a root elsewhere, and of an earlier swop, are led to where the home is now")
  func apart() async throws {
    let old = try store("h1", root: "root")
    try await begin(old)
    #expect(try files.linkTarget(home(old) / "sessions") == folder / "h1/.codex/sessions")

    try files.move(folder / "h1", to: folder / "h2")
    let new = try store("h2", root: "root")
    let found = try new.inspect(place(), mode: .relaxed, sharesHistory: true)
    #expect(found.count == SharingList.entries.count - 1)
    #expect(found.allSatisfy { $0.isRepairable })

    let mended = try await new.prepare(place(), mode: .relaxed, sharesHistory: true)
    #expect(mended.filter(\.isNoteworthy) == [])
    #expect(mended.allSatisfy { $0.isMoved })
    #expect(try new.inspect(place(), mode: .relaxed, sharesHistory: true) == [])
    #expect(try files.resolve(home(new) / "sessions") == folder / "h2/.codex/sessions")
  }

  @Test("absolute links inside a home that was moved become relative")
  func absolute() async throws {
    let old = try store("h1", root: "h1-root")
    try await begin(old)
    try files.move(folder / "h1", to: folder / "h2")
    try files.move(folder / "h1-root", to: folder / "h2/.swop")
    let new = try store("h2")

    let mended = try await new.prepare(place(), mode: .relaxed, sharesHistory: true)

    #expect(mended.contains { $0.isMoved })
    #expect(try files.linkTarget(home(new) / "rules") == "../../../../.codex/rules")
    #expect(try await new.prepare(place(), mode: .relaxed, sharesHistory: true) == [])
  }

  @Test("a link that a person made elsewhere is not touched by the mending")
  func ownLink() async throws {
    let old = try store("h1")
    try await begin(old)
    let theirs = folder / "dotfiles/skills"
    try files.createFolder(theirs, mode: .privateFolder)
    for name in ["skills", "AGENTS.md"] {
      try files.remove(home(old) / name)
      try files.createLink(home(old) / name, to: folder / "dotfiles" / name)
    }
    try files.move(folder / "h1", to: folder / "h2")
    let new = try store("h2")

    let findings = try await new.prepare(place(), mode: .relaxed, sharesHistory: true)

    #expect(findings.map(\.outcome) == [.left, .left])
    for name in ["skills", "AGENTS.md"] {
      #expect(try files.linkTarget(home(new) / name) == folder / "dotfiles" / name)
    }
  }

  @Test("a repair that was cut off is finished by the next run")
  func cutOff() async throws {
    let old = try store("h1", root: "root")
    try await begin(old)
    try files.move(folder / "h1", to: folder / "h2")
    let new = try store("h2", root: "root")
    for name in ["config.toml", "AGENTS.md", "rules", "skills", "sessions"] {
      try files.remove(home(new) / name)
      try files.createLink(home(new) / name, to: folder / "h2/.codex" / name)
    }

    _ = try await new.prepare(place(), mode: .relaxed, sharesHistory: true)

    #expect(try new.inspect(place(), mode: .relaxed, sharesHistory: true) == [])
  }

  @Test("links of a sandbox without shared conversations are mended as well")
  func withoutHistory() async throws {
    let old = try store("h1", root: "root")
    try await begin(old)
    _ = try await old.prepare(place(), mode: .relaxed, sharesHistory: false)
    try files.move(folder / "h1", to: folder / "h2")
    let new = try store("h2", root: "root")

    _ = try await new.prepare(place(), mode: .relaxed, sharesHistory: false)

    #expect(try new.inspect(place(), mode: .relaxed, sharesHistory: false) == [])
    #expect(try files.linkTarget(home(new) / "rules") == folder / "h2/.codex/rules")
  }

  @Test("a root that is reached through a link gets links that work from where it really is")
  func linkedRoot() async throws {
    try files.createFolder(folder / "h1", mode: .privateFolder)
    try files.createFolder(folder / "data", mode: .privateFolder)
    try files.createLink(folder / "h1/.swop", to: folder / "data")
    let store = try store("h1")

    try await begin(store)

    #expect(try files.linkTarget(home(store) / "rules") == folder / "h1/.codex/rules")
    #expect(try await store.prepare(place(), mode: .relaxed, sharesHistory: true) == [])
  }
}
