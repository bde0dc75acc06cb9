import EngineCore
import Testing

@testable import Engine

@Suite("RolloutFile")
struct RolloutFileTests {
  private static let id = "019aa3e0-5d2a-7c41-9f5e-3f1f6d2f9a10"

  @Test(
    "knows the files of conversations by their names",
    arguments: [
      ("rollout-2026-11-20T14-32-07-\(id).jsonl", id),
      ("rollout-2026-11-20T14-32-07-\(id).jsonl.zst", id),
      ("rollout-2026-11-20T14-32-07-\(id).json", nil),
      ("rollout-2026-11-20T14-32-07-\(id).jsonl.tmp", nil),
      ("2026-11-20T14-32-07-\(id).jsonl", nil),
      ("rollout-.jsonl", nil),
      ("rollout-2026-11-20T14-32-07-019aa3e0-5d2a-7c41-9f5e-3f1f6d2f9a1g.jsonl", nil),
    ] as [(String, String?)])
  func names(name: String, id: String?) {
    #expect(RolloutFile.identity(in: name) == id)
  }

  @Test("takes the moment of the start from the identity")
  func moment() throws {
    let status = FileStatus(
      kind: .file, mode: .privateFile, owner: 0, size: 7, modifiedAt: .distantPast, inode: 1,
      device: 1, linkCount: 1)
    let path: FilePath = "/h/sessions/rollout-x-01938f3a-0000-7c41-9f5e-3f1f6d2f9a10.jsonl"
    let file = try #require(RolloutFile(path: path, status: status, isArchived: false))

    #expect(file.startedAt == Date(timeIntervalSince1970: 1_733_274_763.264))
  }
}
