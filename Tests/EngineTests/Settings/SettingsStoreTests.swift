import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("SettingsStore")
struct SettingsStoreTests {
  private let root: TemporaryFolder
  private let files = DiskFileSystem()
  private let time = ManualTimeSource(Date(timeIntervalSince1970: 1_800_000_000))
  private let locks: LockRoom
  private let store: SettingsStore

  init() throws {
    root = try TemporaryFolder()
    locks = LockRoom(
      folder: root / "locks", files: files, time: time,
      process: ProcessIdentity(pid: 1, startTicks: 1))
    store = SettingsStore(root: root.path, files: files, locks: locks, time: time)
  }

  @Test("a first setting makes the file, readable for its owner only")
  func firstSetting() async throws {
    try await store.set(.text("drain"), named: "strategy")

    #expect(try text() == "{\n  \"strategy\": \"drain\"\n}\n")
    #expect(try files.status(store.path)?.mode == .privateFile)
    #expect(!files.exists(root / "backup"))
  }

  @Test("a change keeps comments, and a copy of the old file")
  func keepsCopies() async throws {
    try files.replace(
      store.path, with: Data("{ rotation: false } // mine".utf8), mode: .privateFile)

    try await store.set(.flag(true), named: "rotation")
    try await store.remove(named: "rotation")

    #expect(try text() == "{ } // mine")
    let copies = try files.list(root / "backup")
    #expect(copies == ["config.20270115T080000Z-2.json", "config.20270115T080000Z.json"])
    #expect(try text("backup/config.20270115T080000Z.json") == "{ rotation: false } // mine")
    #expect(try text("backup/config.20270115T080000Z-2.json") == "{ rotation: true } // mine")
  }

  @Test("twenty old copies are kept, the oldest go")
  func prunesCopies() async throws {
    for number in 0..<25 {
      try await store.set(.number(Double(number)), named: "accounts.work.reserve")
      time.advance(by: .seconds(1))
    }

    let copies = try files.list(root / "backup")
    #expect(copies.count == SettingsStore.backupLimit)
    #expect(copies.first == "config.20270115T080005Z.json")
  }

  @Test("a value that changes nothing writes nothing")
  func noChange() async throws {
    try await store.set(.flag(true), named: "rotation")
    let before = try files.status(store.path)

    try await store.set(.flag(true), named: "rotation")

    #expect(try files.status(store.path) == before)
    #expect(!files.exists(root / "backup"))
  }

  @Test("a file that cannot be read is not edited")
  func brokenFile() async throws {
    try files.replace(store.path, with: Data("{ rotation: ".utf8), mode: .privateFile)

    await #expect(throws: SettingsError.self) {
      try await store.set(.flag(true), named: "rotation")
    }

    #expect(try text() == "{ rotation: ")
  }

  @Test("a linked file is changed where it really is")
  func linkedFile() async throws {
    try files.replace(root / "dotfile", with: Data("{}".utf8), mode: .privateFile)
    try files.createLink(store.path, to: root / "dotfile")

    try await store.set(.flag(true), named: "rotation")

    #expect(try files.status(store.path)?.kind == .link)
    #expect(try text("dotfile") == "{\n  \"rotation\": true\n}")
  }

  @Test("anyone who waits too long for another swop is told who holds the settings")
  func busy() async throws {
    let held = try locks.tryAcquire(.settings, purpose: "config set x")
    let store = store

    let change = Task { try await store.set(.flag(true), named: "rotation") }
    await time.waitForSleepers(1)
    time.advance(by: .seconds(6))
    let result = await change.result

    #expect(throws: SettingsError.self) { try result.get() }
    #expect(held != nil)
  }

  @Test("a file beyond the size limit is refused")
  func tooLarge() throws {
    let data = Data(repeating: 0x20, count: SettingsStore.sizeLimit + 1)
    try files.replace(store.path, with: data, mode: .privateFile)

    let error = #expect(throws: SettingsError.self) { try store.load() }

    #expect(error?.message == "\(store.path) is larger than 1024 KiB.")
  }

  private func text(_ name: String = "config.json") throws -> String {
    String(decoding: try files.read(root / name), as: UTF8.self)
  }
}
