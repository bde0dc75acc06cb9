import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Conversations whose database is damaged")
struct DamagedThreadListTests {
  private let scene: FleetScene
  private let id = "0199c0de-5d2a-7c41-9f5e-3f1f6d2f9a11"
  private let database: FilePath
  private let rollout: FilePath

  init() throws {
    scene = try FleetScene()
    let home = scene.folder / "home" / ".codex"
    database = home / "state_5.sqlite"
    let folder = home / "sessions" / "2026" / "09" / "21"
    rollout = folder / "rollout-2026-09-21T10-00-00-\(id).jsonl"
    let files = DiskFileSystem()
    try files.createFolder(folder, mode: .privateFolder)
    try files.replace(rollout, with: Data("{}\n".utf8), mode: .privateFile)
    try files.replace(
      database, with: Data(String(repeating: "junk", count: 100).utf8), mode: .privateFile)
  }

  @Test("are listed by their files, and the damage is told")
  func listed() async throws {
    let list = try await scene.fleet.conversations()

    #expect(list.records.map(\.id) == [id])
    #expect(list.records.first?.startedAt != nil)
    #expect(list.failures.map(\.code) == ["codex_database_damaged"])
    #expect(list.failures.first?.message.contains(database.text) == true)
  }

  @Test("are not pruned, because only the database knows what is pinned")
  func kept() async throws {
    let error = await #expect(throws: StoreError.self) {
      try await scene.fleet.pruneConversations(unusedFor: 0, isTrial: false)
    }

    #expect(error?.code == "codex_database_damaged")
    #expect(DiskFileSystem().exists(rollout))
  }
}
