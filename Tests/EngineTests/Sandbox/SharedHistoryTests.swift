import EngineCore
import EnginePlatform
import Synchronization
import TestSupport
import Testing

@testable import Engine

@Suite("SharedHistory")
struct SharedHistoryTests {
  private final class RecordingIndex: ThreadIndex {
    struct Call: Hashable { let folder, from, to: FilePath }
    let calls = Mutex<[Call]>([])
    let lost = Mutex<[FilePath]>([])

    func rewriteLostPaths(
      in folder: FilePath, to sharedHome: FilePath
    ) throws(StoreError) -> Int {
      lost.withLock { $0.append(sharedHome) }
      return 3
    }

    func newPlace(of path: FilePath, in sharedHome: FilePath) -> FilePath? { nil }

    func rewritePaths(
      in folder: FilePath, from sandboxHome: FilePath, to sharedHome: FilePath
    ) throws(StoreError) -> Int {
      calls.withLock { $0.append(Call(folder: folder, from: sandboxHome, to: sharedHome)) }
      return 2
    }
  }

  private struct Failed: Error {}

  private let at: SandboxFixture
  private let index = RecordingIndex()
  private let history: SharedHistory

  init() throws {
    at = try SandboxFixture()
    history = SharedHistory(
      layout: at.layout, files: at.files, locks: at.locks, index: index)
  }

  private func initialise(_ version: String, _ starts: Counter) async throws {
    try await history.initialise(for: version) {
      starts.add()
      try at.write(at.shared("state_5.sqlite"))
    }
  }

  private final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
  }

  @Test("many first runs start codex once")
  func once() async throws {
    let starts = Counter()

    try await withThrowingTaskGroup { group in
      for _ in 0..<20 { group.addTask { try await initialise("0.163.0", starts) } }
      try await group.waitForAll()
    }

    #expect(starts.count == 1)
    #expect(history.isInitialised(for: "0.163.0"))
  }

  @Test("each version sets the databases up once, and again when they are new")
  func versions() async throws {
    let starts = Counter()
    try at.write(at.shared("state_5.sqlite"))
    let kept = try at.files.status(at.shared("state_5.sqlite"))?.inode
    try await history.initialise(for: "0.156.0") { starts.add() }
    try await history.initialise(for: "0.163.0") { starts.add() }
    try await history.initialise(for: "0.156.0") { starts.add() }
    #expect(starts.count == 2)

    try at.write(at.folder / "keeps the inode in use")
    try at.files.createHardLink(at.folder / "old", to: at.shared("state_5.sqlite"))
    try at.write(at.shared("state_5.sqlite"), "new")
    #expect(try at.files.status(at.shared("state_5.sqlite"))?.inode != kept)
    try await history.initialise(for: "0.163.0") { starts.add() }

    #expect(starts.count == 3)
  }

  @Test("rows are led to the shared home once after each move of it")
  func followsMove() async throws {
    try await initialise("0.163.0", Counter())
    #expect(try history.followMove() == 3)
    #expect(try history.followMove() == 0)

    let home = at.layout.sharedHome.parent
    try at.files.move(home, to: at.folder / "home2")
    let moved = SharedHistory(
      layout: SandboxLayout(root: at.layout.root, sharedHome: at.folder / "home2/.codex"),
      files: at.files, locks: at.locks, index: index)
    #expect(try moved.followMove() == 3)
    #expect(moved.isInitialised(for: "0.163.0"))

    #expect(
      index.lost.withLock { $0 } == [at.layout.sharedHome, at.folder / "home2/.codex"])
  }

  @Test("a failed start is tried again by the next run")
  func failure() async throws {
    let starts = Counter()

    await #expect(throws: Failed.self) {
      try await history.initialise(for: "0.163.0") { throw Failed() }
    }

    try await initialise("0.163.0", starts)
    #expect(starts.count == 1)
  }

  @Test("damaged notes cost one more start, nothing else")
  func damagedNotes() async throws {
    let starts = Counter()
    try await initialise("0.163.0", starts)
    try at.write(at.layout.run / "history.json", "{")

    try await history.initialise(for: "0.163.0") { starts.add() }

    #expect(starts.count == 2)
    #expect(history.isInitialised(for: "0.163.0"))
  }

  @Test("rows are rewritten from the sandbox's path, as it is named and as it resolves")
  func rewrite() throws {
    try at.files.createFolder(at.layout.sharedHome, mode: .privateFolder)
    try at.files.createLink(at.folder / "alias", to: at.layout.root)
    let layout = SandboxLayout(root: at.folder / "alias", sharedHome: at.layout.sharedHome)
    let history = SharedHistory(layout: layout, files: at.files, locks: at.locks, index: index)
    let named = layout.folder(of: at.place)

    let changed = try history.rewriteRows(of: named)

    let shared = at.layout.sharedHome
    #expect(changed == 4)
    #expect(
      index.calls.withLock { $0 } == [
        .init(folder: shared, from: named.codexHome, to: shared),
        .init(folder: shared, from: at.sandbox.codexHome, to: shared),
      ])
  }
}
