import EngineCore
import EnginePlatform
import TestSupport
import Testing

@Suite("FileLock")
struct FileLockTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("is held by one at a time, in this process too, and free after its release")
  func exclusive() throws {
    let path = folder / "a.lock"

    let first = try #require(try files.tryLock(path))
    #expect(try files.tryLock(path) == nil)
    first.release()
    first.release()

    #expect(try files.tryLock(path) != nil)
    #expect(try files.status(path)?.mode == .privateFile)
  }

  @Test("is free when its holder lets go of the value")
  func freedByScope() throws {
    let path = folder / "a.lock"

    do {
      let lock = try files.tryLock(path)
      #expect(lock != nil)
    }

    #expect(try files.tryLock(path) != nil)
  }

  @Test("says who holds it while it is held, and nothing afterwards")
  func owner() throws {
    let path = folder / "a.lock"
    let lock = try #require(try files.tryLock(path))

    try lock.writeOwner(Data("a longer owner".utf8))
    try lock.writeOwner(Data("owner".utf8))

    #expect(try files.read(path) == Data("owner".utf8))
    lock.release()
    #expect(try files.read(path) == Data())
  }

  @Test("guards the path, not a file that was removed under it")
  func removedFile() throws {
    let path = folder / "a.lock"
    let old = try #require(try files.tryLock(path))
    try files.remove(path)

    let new = try files.tryLock(path)

    #expect(new != nil)
    #expect(try files.tryLock(path) == nil)
    old.release()
  }

  #if os(Linux)
    @Test("is not handed to children")
    func notInherited() async throws {
      let lock = try files.tryLock(folder / "a.lock")
      let command = ProcessCommand(
        executable: "/bin/ls", arguments: ["-l", "/proc/self/fd"],
        environment: ProcessEnvironment())

      let output = try await PosixProcessRunner().run(command, limit: .seconds(30))

      let listing = String(decoding: output.standardOutput.reveal(), as: UTF8.self)
      #expect(listing.contains("/proc/"))
      #expect(!listing.contains(folder.path.text))
      lock?.release()
    }
  #endif

  @Test("refuses a link, which may lead anywhere")
  func link() throws {
    try files.createLink(folder / "a.lock", to: folder / "elsewhere")

    #expect(
      throws: FileError(operation: "lock", path: folder / "a.lock", reason: .tooManyLinks)
    ) {
      try files.tryLock(folder / "a.lock")
    }
    #expect(!files.exists(folder / "elsewhere"))
  }
}
