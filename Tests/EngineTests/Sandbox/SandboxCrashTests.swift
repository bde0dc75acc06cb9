import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Preparing a sandbox, cut short at any moment")
struct SandboxCrashTests {
  /// Everything a preparation can find: own files in the place of links, open modes, own conversations.
  private func world() throws -> SandboxFixture {
    let at = try SandboxFixture()
    try at.write(at.shared("sessions") / "2026" / "shared.jsonl", "shared")
    try at.write(at.own("config.toml"), "precious config")
    try at.write(at.own("skills") / "mine" / "SKILL.md", "precious skill")
    try at.write(at.own("sessions") / "2026" / "own.jsonl", "precious conversation")
    try at.write(at.own("sessions") / "2026" / "shared.jsonl", "precious clash")
    try at.write(at.own("history.jsonl"), "precious line\n")
    try at.files.setMode(at.sandbox.codexHome, FileMode(bits: 0o755))
    return at
  }

  private let precious = [
    "precious config", "precious skill", "precious conversation", "precious clash",
    "precious line\n", "shared",
  ]

  /// The contents of all files under a folder, links not followed.
  private func contents(_ folder: FilePath, _ at: SandboxFixture) throws -> Set<String> {
    var result: Set<String> = []
    for name in try at.files.list(folder) {
      let path = folder / name
      switch try at.files.status(path)?.kind {
      case .folder: result.formUnion(try contents(path, at))
      case .file: result.insert(try at.text(path))
      case .link, .socket, .other, nil: break
      }
    }
    return result
  }

  private func attempt(_ at: SandboxFixture, _ files: any FileSystem) async -> SandboxError? {
    let locks = LockRoom(
      folder: at.layout.locks, files: files, time: SystemTimeSource(),
      process: ProcessIdentity(pid: 8, startTicks: 8))
    let store = SandboxStore(
      layout: at.layout, files: files, locks: locks, time: ManualTimeSource())
    do throws(SandboxError) {
      _ = try await store.prepare(at.place, mode: .relaxed, sharesHistory: true)
      return nil
    } catch {
      return error
    }
  }

  @Test("loses nothing, and the next run finds the sandbox whole", arguments: [true, false])
  func anyMoment(crashes: Bool) async throws {
    for call in 1..<200 {
      let at = try world()
      let files = FaultyFileSystem(
        crashes ? .crashing(at: call) : .failing(at: call, .noSpace))

      let error = await attempt(at, files)

      guard files.hasStruck else {
        #expect(error == nil)
        #expect(call > 10)
        return
      }
      if !crashes { #expect(error?.message.hasSuffix("the disk is full.") ?? true) }
      #expect(try contents(at.folder.path, at).isSuperset(of: precious), "call \(call)")
      try await at.prepare()
      #expect(try await at.prepare() == [], "call \(call)")
      #expect(try contents(at.folder.path, at).isSuperset(of: precious), "again after \(call)")
      #expect(try at.text(at.own("sessions") / "2026" / "own.jsonl") == "precious conversation")
    }
    Issue.record("the preparation has no end")
  }
}
