import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Accounts of an older tool in the same root")
struct OlderAccountTests {
  private let scene: FleetScene
  private let files = DiskFileSystem()

  init() throws { scene = try FleetScene() }

  private var folder: FilePath { scene.folder / "root/accounts/my-work" }
  private var link: FilePath { scene.folder / "home/.codex/auth.json" }
  private var oldSignIn: FilePath { folder / "home/.codex/auth.json" }

  /// The older tool's account, with `~/.codex/auth.json` a link into it.
  private func makeOlder(meta: String? = Self.meta) throws {
    try files.createFolder(oldSignIn.parent / "sessions", mode: .privateFolder)
    try files.createFolder(link.parent, mode: .privateFolder)
    if let meta {
      try files.replace(folder / "meta.json", with: Data(meta.utf8), mode: .privateFile)
    }
    try files.replace(oldSignIn, with: SignInFixture().data, mode: .privateFile)
    try files.createLink(link, to: oldSignIn)
  }

  private static let meta = """
    {"schema_version":1,"label":"My Work","label_key":"my-work","created_at":"2026-01-01T00:00:00Z"}
    """

  @Test("is taken over in place: label, sign-in and link stay, and the rest is not moved")
  func adopted() async throws {
    try makeOlder()
    let before = try files.read(link)

    let outcome = try await importing()

    let account = try #require(outcome.imported.first)
    #expect(outcome.skipped.isEmpty)
    #expect(account.account.label.text == "My Work" && account.account.key.text == "my-work")
    #expect(account.notice?.contains(oldSignIn.parent.text) == true)
    #expect(try files.read(folder / "codex/auth.json") == before)
    #expect(try files.read(link) == before)
    #expect(try files.resolve(link) == files.resolve(folder / "codex/auth.json"))
    #expect(try files.list(oldSignIn.parent) == ["sessions"])
    #expect(try await scene.fleet.snapshot().accounts.map(\.account.label.text) == ["My Work"])
    #expect(try await scene.fleet.snapshot().older == [])
  }

  @Test(
    "is recognised whatever its meta.json says",
    arguments: [nil, "", "{}", "[]", #"{"schema_version":1,"label":7}"#])
  func recognised(meta: String?) async throws {
    try makeOlder(meta: meta)

    let snapshot = try await scene.fleet.snapshot()
    let outcome = try await importing()

    #expect(snapshot.older == ["my-work"])
    #expect(snapshot.accounts.isEmpty && snapshot.unreadable.isEmpty)
    #expect(outcome.imported.map(\.account.label.text) == ["my-work"])
  }

  @Test("is named by every command that would need it, and touched by none")
  func named() async throws {
    try makeOlder()
    let expected = FleetError.olderAccounts(labels: ["My Work"])

    await #expect(throws: expected) { try await scene.fleet.pick(for: .usual) }
    await #expect(throws: expected) { try await scene.fleet.remove(label: "my work") }
    await scene.fleet.keepHouse(purgesTrash: false)

    #expect(expected.outcome == .failed)
    #expect(expected.remedy == "Take them over: swop import")
    #expect(try files.read(link) == SignInFixture().data)
    #expect(try files.list(folder) == ["home", "meta.json"])
  }

  @Test("of a taking over that was cut short the next one makes one account")
  func cutShort() async throws {
    try makeOlder()
    // Where a crash may leave it: the file has both names, and the link leads to the new one.
    try files.createFolder(folder / "codex", mode: .privateFolder)
    try files.createHardLink(folder / "codex/auth.json", to: oldSignIn)
    try files.remove(link)
    try files.createLink(link, to: folder / "codex/auth.json")

    let outcome = try await importing()

    #expect(outcome.imported.map(\.account.label.text) == ["My Work"])
    #expect(try files.read(link) == SignInFixture().data)
    #expect(!files.exists(oldSignIn))
  }

  @Test("whose sign-in cannot be used stays as it is, and is named with the reason")
  func unusable() async throws {
    try makeOlder()
    try files.replace(oldSignIn, with: Data("{}".utf8), mode: .privateFile)

    let outcome = try await importing()

    #expect(outcome.imported.isEmpty)
    #expect(outcome.skipped.map(\.reason.code) == ["not_importable"])
    #expect(outcome.skipped.map(\.isFailure) == [true])
    #expect(try files.list(folder) == ["home", "meta.json"])
  }

  private func importing() async throws -> ImportOutcome {
    try await scene.fleet.importSignIns(ImportRequest(paths: []), dialogue: NoAnswers())
  }
}

/// No one answers.
private struct NoAnswers: ImportDialogue {
  func passphrase(for path: FilePath) async throws -> Redacted<String> { Redacted("") }

  func mayRenew(_ titles: [String]) async -> Bool { false }
}
